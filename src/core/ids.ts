/**
 * Ids are 128 random bits in Crockford base32 behind a prefix that says what they name.
 * They are never derived from content (an id must tell nothing) and never reused.
 */
export type DraftId = `drf_${string}`;
export type RevisionId = `rev_${string}`;
export type PublicationId = `pub_${string}`;
export type RunId = `run_${string}`;
export type EntryId = `ent_${string}`;
export type CardId = `crd_${string}`;
export type AttemptId = `att_${string}`;
export type EffectId = `eff_${string}`;
export type GrantId = `gra_${string}`;

/** `playground:acme:ana`, `slack:T01:U1`, `discord:U2`: the platform first. */
export type PersonId = `${string}:${string}`;

/** `playground:acme:engineering`, `slack:T01:C0123`: platform, workspace, channel. */
export type ChannelId = `${string}:${string}`;

/** Where a message stands or will stand. `thread` is the id of the message that the thread hangs on. */
export interface Place {
  platform: string;
  workspace: string;
  channel: string;
  thread: string | null;
}

/** A message that exists on a platform. */
export interface MessageRef extends Place {
  message: string;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Crockford base32, most significant bit first; 16 bytes give 26 characters. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += CROCKFORD.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + CROCKFORD.charAt((held << (5 - bits)) & 31) : text;
}

/** The prefix of each kind of id. */
export interface IdOf {
  drf: DraftId;
  rev: RevisionId;
  pub: PublicationId;
  run: RunId;
  ent: EntryId;
  crd: CardId;
  att: AttemptId;
  eff: EffectId;
  gra: GrantId;
}

/** Makes an id from 16 random bytes; the caller brings the randomness, so that this stays pure. */
export function idFrom<K extends keyof IdOf>(prefix: K, random: Uint8Array): IdOf[K] {
  if (random.length !== 16) throw new RangeError('an id is made of 16 random bytes');
  return `${prefix}_${base32(random)}` as IdOf[K];
}

export function isId<K extends keyof IdOf>(prefix: K, text: string): text is IdOf[K] {
  return text.length === 30 && text.startsWith(`${prefix}_`) && /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text.slice(4));
}

/** What people type to ask for a proof, and what `find` looks for: `cs-` and 8 characters of the publication's id. */
export function referenceOf(publication: PublicationId): string {
  return `cs-${publication.slice(4, 12)}`;
}

/** How a person and an operator speak of one request: `rq-` and 8 characters of its draft's id. */
export function requestReferenceOf(draft: DraftId): string {
  return `rq-${draft.slice(4, 12)}`;
}

export function channelIdOf(place: Place): ChannelId {
  return `${place.platform}:${place.workspace}:${place.channel}`;
}

/** Undefined when the text is not `platform:workspace:channel`. */
export function placeOfChannel(channel: string): Place | undefined {
  const [platform, workspace, ...rest] = channel.split(':');
  const name = rest.join(':');
  if (!platform || !workspace || !name) return undefined;
  return { platform, workspace, channel: name, thread: null };
}

/** The platform that an id of a person, a group or a channel belongs to; a platform's own name is itself. */
export function platformOf(id: string): string {
  return id.split(':', 1)[0] ?? '';
}
