/** Who can read what is posted there: computed from what the platform said, never written by an agent or an adapter. */
import type { Audience } from '../audience.ts';
import { joinNames } from '../post.ts';
import { count, people } from '../times.ts';

/** Longer lists of organisations are counted in the question of a button; the card names them all. */
const MOST_OUTSIDE = 60;

/** Who could read it: `212 people at Acme`. */
export function readersOf(audience: Audience): string {
  const number = audience.count === null ? 'Everybody' : people(audience.count);
  switch (audience.class) {
    case 'requester':
      return 'Only you';
    case 'restricted':
      return `${number} in #${audience.channelName}`;
    case 'workspace':
      return `${number} at ${audience.workspaceName}`;
    case 'external': {
      const outside = audience.outside.length > 0 ? `: ${joinNames(audience.outside)}` : '';
      return `People outside ${audience.workspaceName} can read this channel${outside}. ${audience.count === null ? '' : `${people(audience.count)} in all.`}`.trim();
    }
    case 'unknown':
      return 'We could not find out who can read this channel, so it cannot be posted.';
  }
}

/** Behind the name of the channel: `where 212 people at Acme can read it`. */
export function whereRead(audience: Audience): string {
  const readers = readersOf(audience);
  const atCompany = `${readers.charAt(0).toLowerCase()}${readers.slice(1)}`;
  return `where ${audience.class === 'workspace' ? atCompany : readersThere(audience)} can read it`;
}

/** What a button's question says: `212 people`, `230 people, people of Globex among them,`. */
export function readersThere(audience: Audience): string {
  const number = audience.count === null ? 'everybody there' : people(audience.count);
  switch (audience.class) {
    case 'requester':
      return 'only you';
    case 'restricted':
    case 'workspace':
      return number;
    case 'external':
      return `${number}, ${outsideOf(audience)} among them,`;
    case 'unknown':
      return 'nobody knows who';
  }
}

/** Who can read it now, at the beginning of a sentence: `People outside Acme`, `212 people at Acme`. */
export function readersNow({ class: reach, count: number, workspaceName }: Audience): string {
  if (reach === 'external') return `People outside ${workspaceName}`;
  return reach === 'workspace' && number !== null ? `${people(number)} at ${workspaceName}` : 'More people';
}

function outsideOf({ outside, workspaceName }: Audience): string {
  if (outside.length === 0) return `people outside ${workspaceName}`;
  const names = joinNames(outside);
  return names.length <= MOST_OUTSIDE ? `people of ${names}` : `people of ${count(outside.length, 'other organisation')}`;
}
