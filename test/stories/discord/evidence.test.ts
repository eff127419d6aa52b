import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PEOPLE, PUBLIC_KEY } from '../../adapters/discord/fake/seed.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { type Ran, runHere } from '../../support/run-command.ts';
import { openDiscordCompany } from './company.ts';

const QUESTION = '/ask question:how do I rotate the staging database password? agent:handbook';

/** And a minute. */
const A_TOKENS_LIFE_MS = 16 * 60_000;

/** Elsewhere: an auditor has the file and two keys, and no installation. */
async function verifyElsewhere(content: string, ...args: string[]): Promise<Ran> {
  const file = join(await temporaryFolder(), 'evidence.jsonl');
  await writeFile(file, content);
  return runHere(['verify', file, ...args], { DATA_DIR: await temporaryFolder() });
}

interface Line {
  salt: string;
  text: string;
  proofs: { kept: string; move: string; shown: string };
}

test('what Discord signed of a question, an approval and a review is kept, and shows an auditor who pressed what, on which post', async () => {
  const company = await openDiscordCompany({ transport: 'http', agoMs: A_TOKENS_LIFE_MS });
  await company.fake.command('ana', 'engineering', QUESTION);
  await company.press('ana', await company.told('ana', /Draft from handbook\. Only you can see it\./), 'approve');
  await company.press('ben', await company.told('ben', /asks you to review/), 'approve');
  const { text } = await company.told('ana', /Posted in #engineering/);
  const reference = /cs-[0-9A-Z]{8}/.exec(text)?.[0] ?? '';

  const trail = await runHere(['trail', reference], company.env);
  expect(trail.stdout.match(/evidence\.kept .*evidence=fits/g)).toHaveLength(3);
  expect(trail.stdout).not.toContain(PEOPLE.ben);

  const exported = await runHere(['export', '--evidence', reference], company.env);
  const lines = exported.stdout.trimEnd().split('\n');
  const key = /"verifierKey":"([^"]+)"/.exec((await runHere(['export'], company.env)).stdout)?.[1] ?? '';
  const found = await verifyElsewhere(exported.stdout, '--key', key, '--platform-key', PUBLIC_KEY);
  expect([found.code, found.stderr]).toEqual([0, '']);
  const said = found.stdout.trimEnd().split('\n');
  expect(said).toHaveLength(3);
  expect(said[0]).toContain(`“ask” by discord:${PEOPLE.ana}, signed by the platform at `);
  expect(said[1]).toMatch(new RegExp(`“approve” by discord:${PEOPLE.ana}, .* It made draft\\.approved of drf_\\w+, post [0-9a-f]{64}\\. `));
  expect(said[2]).toContain(`“approve” by discord:${PEOPLE.ben}, signed by the platform at `);

  const own = await verifyElsewhere(exported.stdout, '--key', key);
  expect(own.stdout).toContain(`Checked with the platform’s key as it stands in the file: ${PUBLIC_KEY}.`);
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
  const otherHex = Buffer.from(other, 'base64url').toString('hex');
  expect((await verifyElsewhere(exported.stdout, '--key', key, '--platform-key', otherHex)).stderr).toMatch(/^✗ .*signature does not fit/);

  // Somebody else's name, and a signature that they made themselves.
  const bens = JSON.parse(lines[2] ?? '') as Line;
  const anas = JSON.parse(lines[1] ?? '') as Line;
  const forgeries: [Line, RegExp][] = [
    [{ ...bens, text: forged(bens.text) }, /✗ .*the evidence is not what the entry is about/],
    [{ ...anas, proofs: bens.proofs }, /✗ .*the evidence is not what the entry is about/],
    [{ ...bens, proofs: { ...bens.proofs, move: anas.proofs.move } }, /✗ .*the move is not the one/],
    [{ ...bens, proofs: { ...bens.proofs, shown: anas.proofs.shown } }, /✗ .*nothing shows that the button stood on a card/],
  ];
  for (const [line, complaint] of forgeries) {
    const { code, stderr } = await verifyElsewhere(`${JSON.stringify(line)}\n`, '--key', key);
    expect(stderr).toMatch(complaint);
    expect(code).toBe(1);
  }
  await company.check();
});

function forged(text: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kept = JSON.parse(text) as { timestamp: string; body: string };
  const body = kept.body.replaceAll(PEOPLE.ben, PEOPLE.dan);
  const signature = sign(null, Buffer.from(kept.timestamp + body), privateKey).toString('hex');
  const hex = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
  return JSON.stringify({ ...kept, body, publicKey: hex, signature });
}

test('what holds a token that Discord still takes is in no export, and whoever exports reads when to come again', async () => {
  const company = await openDiscordCompany({ transport: 'http', agoMs: A_TOKENS_LIFE_MS });
  await company.fake.command('ana', 'random', QUESTION);
  await company.press('ana', await company.told('ana', /Draft from handbook\. Only you can see it\./), 'approve');
  const { text } = await company.told('ana', /Posted in #random/);
  const reference = /cs-[0-9A-Z]{8}/.exec(text)?.[0] ?? '';
  await company.pass(A_TOKENS_LIFE_MS);
  await company.press('ana', await company.told('ana', /Written by handbook/, 'random'), 'retract');
  await expect.poll(async () => (await runHere(['trail', reference], company.env)).stdout).toMatch(/#\d+ .*retraction\.confirmed/);

  const young =
    /^Left out: 1 piece of evidence with a token that the platform still takes; .* Export again (today|tomorrow), \d\d:\d\d\.\n$/;
  for (const args of [['--evidence', reference], ['--disclose']]) {
    const exported = await runHere(['export', ...args], company.env);
    const lines = exported.stdout.split('\n').filter((line) => line.startsWith('{"kind":"evidence"'));
    expect(lines).toHaveLength(2);
    expect(lines.join('\n')).not.toMatch(/retract:/);
    expect([exported.code, exported.stderr]).toEqual([0, expect.stringMatching(young)]);
  }
  await company.check();
});

test('what is pressed on a list of one’s own is not kept: Discord signs all that stood there, of other drafts too', async () => {
  const company = await openDiscordCompany({ transport: 'http', agoMs: A_TOKENS_LIFE_MS });
  await company.fake.command('ana', 'random', QUESTION);
  await company.press('ana', await company.told('ana', /Draft from handbook\. Only you can see it\./), 'approve');
  const { text } = await company.told('ana', /Posted in #random/);
  const reference = /cs-[0-9A-Z]{8}/.exec(text)?.[0] ?? '';
  await company.fake.command('ana', 'engineering', '/ask question:where is the other vault of staging? agent:handbook');
  await company.told('ana', /the other vault/);
  await company.command('ana', 'random', 'drafts', /the other vault/);
  const list = await company.told('ana', (one) => one.ephemeral && one.text.includes('the other vault'), 'random');
  const retract = list.buttons.find(({ custom_id }) => custom_id.startsWith('cs:retract:'))?.custom_id ?? '';
  await company.fake.click('ana', list.id, retract);
  await expect.poll(async () => (await runHere(['trail', reference], company.env)).stdout).toMatch(/#\d+ .*retraction\.confirmed/);
  const exported = await runHere(['export', '--evidence', reference], company.env);
  expect(exported.stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(exported.stdout).not.toContain('the other vault');
  await company.check();
});

test('over the gateway nothing is signed, so nothing is kept, and everything else is as ever', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.ask('ana', 'random', 'handbook: how do I rotate the staging database password?');
  await company.press('ana', await company.told('ana', /Draft from handbook/), 'approve');
  const { text } = await company.told('ana', /Posted in #random/);
  const { code, stderr } = await runHere(['export', '--evidence', /cs-[0-9A-Z]{8}/.exec(text)?.[0] ?? ''], company.env);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^There is no evidence of cs-\w{8}\..* of no other platform is there a signature that an outsider could check;/),
  ]);
  await company.check();
});

test('a post whose texts were erased is taken away all the same, by a press that is kept nowhere', async () => {
  const company = await openDiscordCompany({ transport: 'http', rules: (rules) => `${rules}\nretention: 7d\n` });
  const asked = await company.ask('ana', 'random', 'handbook: how do I rotate the staging database password?');
  await company.press('ana', await company.told('ana', /Draft from handbook/), 'approve');
  const post = await company.told('dan', /Written by handbook/, asked);
  const reference = /cs-[0-9A-Z]{8}/.exec(post.text)?.[0] ?? '';
  const young = await runHere(['export', '--evidence', reference], company.env);
  expect(young).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^Left out: 1 piece of evidence/) as unknown });
  await company.pass(8 * 24 * 3_600_000);
  const trail = async (): Promise<string> => (await runHere(['trail', reference], company.env)).stdout;
  await expect.poll(trail, { timeout: 20_000 }).toContain('text.erased');
  expect(await trail()).toContain('evidence=erased');
  await company.press('ana', post, 'retract');
  await company.told('dan', /was retracted by/, asked);
  expect((await trail()).match(/evidence\.kept/g)).toHaveLength(1);
  await company.check();
});
