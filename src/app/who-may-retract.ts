import { approvers } from '../core/approvals.ts';
import type { Draft } from '../core/draft.ts';
import type { PersonId } from '../core/ids.ts';
import { joinNames } from '../core/post.ts';
import { AN_OPERATOR } from '../core/sentences.ts';
import { audienceOf, canPost, isMember, LookupFailed, reviewRight } from './lookups.ts';
import { namesOf } from './names.ts';
import type { Ports } from './ports.ts';

/**
 * `Ana, Ben or Olu`: whom to ask, for somebody who may not retract a publication themselves. They read its credit anyway, so of those
 * in it the ones who may are named; operators are named to members alone. Null for whoever does not read the channel: they learn nothing.
 */
export async function whoMayRetract(ports: Ports, draft: Draft, reader: PersonId): Promise<string | null> {
  try {
    const member = await isMember(ports, reader);
    const stands = draft.state === 'published' || draft.state === 'retract_failed';
    if (!stands || !(await readsChannel(ports, draft, reader, member))) return null;
    const approved = approvers(draft);
    const rights = await Promise.all(approved.map((person) => reviewRight(ports, person, draft)));
    const credited = [draft.request.requester, ...approved.filter((_, nth) => rights[nth] !== 'no')];
    const operators = member ? ports.rules.current().book.operators.people.filter((person) => !credited.includes(person)) : [];
    const name = await namesOf(ports, [...credited, ...operators]);
    return joinNames([...[...credited, ...operators].map(name), ...(member ? [] : [AN_OPERATOR])], 'or');
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, draft: draft.id }, 'who could retract a publication could not be found out');
    return null;
  }
}

/** Whether this person reads what is posted where the draft goes. `member`: they are one of the company. */
export async function readsChannel(ports: Ports, { destination }: Draft, reader: PersonId, member: boolean): Promise<boolean> {
  if (destination === null) return false;
  if (await canPost(ports, reader, destination)) return true;
  return member && (await audienceOf(ports, destination)).class === 'workspace';
}
