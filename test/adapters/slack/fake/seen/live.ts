import type { World } from '../world.ts';

/** What works when it is seen: it tells somebody, or leads somewhere. */
export interface Live {
  kind: 'mention' | 'broadcast' | 'usergroup' | 'channel' | 'link';
  /** The id, the range (`here`), or the address. */
  value: string;
  /** The address of a link is in the text of its label: nobody is surprised where it leads. */
  label?: string;
}

export interface Shown {
  text: string;
  live: Live[];
}

/** How ids read. Somebody who is not known reads as their id, as in Slack. */
export interface Names {
  person(id: string): string;
  channel(id: string): string;
  group(id: string): string;
}

export function namesIn(world: World): Names {
  return {
    person: (id) => world.person(id)?.displayName ?? id,
    channel: (id) => world.channel(id)?.name ?? id,
    group: (id) => world.groups().find((one) => one.id === id)?.handle ?? id,
  };
}

export function joined(pieces: Shown[], between: string): Shown {
  return { text: pieces.map((piece) => piece.text).join(between), live: pieces.flatMap((piece) => piece.live) };
}

export const silent = (text: string): Shown => ({ text, live: [] });

export function mention(kind: 'mention' | 'broadcast' | 'usergroup' | 'channel', value: string, names: Names): Shown {
  const shown = {
    mention: () => `@${names.person(value)}`,
    broadcast: () => `@${value}`,
    usergroup: () => `@${names.group(value)}`,
    channel: () => `#${names.channel(value)}`,
  }[kind]();
  return { text: shown, live: [{ kind, value }] };
}

/** `label (address)`: Slack shows the label alone, and the address when one points at it. */
export function link(url: string, label: string | undefined): Shown {
  const text = label === undefined || label === url || url === `http://${label}` ? (label ?? url) : `${label} (${url})`;
  return { text, live: [{ kind: 'link', value: url, ...(label === undefined ? {} : { label }) }] };
}
