import { createPublicKey, verify } from 'node:crypto';
import { saltedDigest } from './digests.ts';
import type { Disclosed } from './export.ts';
import { type Fields, fieldsOf, parsedJson, textIn } from './json.ts';
import type { Story } from './story.ts';
import { personOf } from './story.ts';

/** What stands before a raw Ed25519 key in its DER form. */
const DER = '302a300506032b6570032100';

/** Evidence is the one of its entry: of that digest, by that person, of that verb, on that card. */
export function checkEvidence(story: Story, { draft, digest, salt, text }: Disclosed['evidence'][number]): void {
  const wrong = (what: string): void => story.report('disclosure.true', `the evidence of ${draft} ${what}`);
  const entry = story.histories
    .get(draft)
    ?.moments.map((moment) => moment.entry)
    .find((one) => one.type === 'evidence.kept' && one.digests['evidence'] === digest);
  if (!entry) return wrong('is disclosed under a digest that the log has not for it');
  if (saltedDigest('evidence', salt, text) !== digest) wrong('is not the one of its digest');
  const kept = fieldsOf(parsedJson(text)) ?? {};
  const [key, signature] = ['publicKey', 'signature'].map((name) => Buffer.from(textIn(kept, name), 'hex'));
  const publicKey = createPublicKey({ key: Buffer.concat([Buffer.from(DER, 'hex'), key ?? Buffer.of()]), format: 'der', type: 'spki' });
  const signed = Buffer.from(textIn(kept, 'timestamp') + textIn(kept, 'body'));
  if (!verify(null, signed, publicKey, signature ?? Buffer.of())) wrong('has a signature that does not fit');
  const body = fieldsOf(parsedJson(textIn(kept, 'body'))) ?? {};
  const user = fieldsOf((fieldsOf(body['member']) ?? body)['user']) ?? {};
  if (`discord:${textIn(user, 'id')}` !== personOf(story, entry)) wrong('is by somebody else than its entry says');
  const { card, verb } = entry.refs;
  const done = doneIn(body);
  if (done.verb !== verb || done.card !== card) wrong('is another deed than its entry says');
}

/** Of an interaction: 2 is a command, which stands on no card. Anything else is a button or a form, known by what we named it. */
function doneIn(body: Fields): { verb?: string; card?: string } {
  const data = fieldsOf(body['data']);
  if (body['type'] === 2) {
    const verb = DONE_BY_COMMAND.get(textIn(data, 'name'));
    return verb === undefined ? {} : { verb };
  }
  const { step, verb, card } =
    /^cs:(?:(?<step>at|yes|form):)?(?<verb>[a-z_]+):(?<card>crd_[0-9A-Z]{26}(?![^:]))?/.exec(textIn(data, 'custom_id'))?.groups ?? {};
  // The press before only asked whether it was meant.
  if (verb === 'approve' && step !== 'yes') return {};
  return { ...(verb === undefined ? {} : { verb }), ...(card === undefined ? {} : { card }) };
}

/** `/ask`, and what stands in the menu of a post. */
const DONE_BY_COMMAND = new Map([
  ['ask', 'ask'],
  ['Retract', 'retract'],
]);
