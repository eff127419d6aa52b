/**
 * What a platform signed of a person's delivery, as it is kept. Read here and not by the adapter: whoever verifies a log years later has
 * neither the platform nor the adapter of today. A scheme says how the signature is made and what its body looks like; it is frozen.
 */
import { createPublicKey, verify } from 'node:crypto';
import type { Entry } from '../core/fact.ts';
import { isId } from '../core/ids.ts';
import { utf8, concat } from './bytes.ts';
import { FormatError } from './format-error.ts';

export interface Evidence {
  scheme: string;
  /** 32 bytes in hex. */
  publicKey: string;
  timestamp: string;
  body: string;
  /** 64 bytes in hex. */
  signature: string;
}

/** What the platform says in it. */
export interface Said {
  person: string;
  verb: string;
  /** Of the button; null where it stood on no card. */
  card: string | null;
}

const SCHEME = 'discord-interaction/v1';

/** `text` may be an attacker's. A FormatError for what no scheme that is known here has written. */
export function readEvidence(text: string): Evidence {
  const value = parsed(text) as Partial<Record<keyof Evidence, unknown>> | null;
  const { scheme, publicKey, timestamp, body, signature } = value ?? {};
  if (scheme !== SCHEME) throw new FormatError('UNKNOWN_VERSION', 'this is signed in a way that is not known here');
  if (
    typeof publicKey !== 'string' ||
    !/^[0-9a-f]{64}$/.test(publicKey) ||
    typeof timestamp !== 'string' ||
    typeof body !== 'string' ||
    typeof signature !== 'string' ||
    !/^[0-9a-f]{128}$/.test(signature)
  )
    throw new FormatError('BAD_EVIDENCE', 'this is no evidence: no delivery as a platform signs it');
  return { scheme, publicKey, timestamp, body, signature };
}

/** By the token of an interaction one writes as the bot for so long (https://discord.com/developers/docs/interactions/receiving-and-responding). */
const TOKEN_LIVES_MS = 15 * 60_000;

/**
 * Until when, in milliseconds, whoever reads it could write in the bot's name by the token that is in it. 0 for what is no evidence,
 * which holds none.
 */
export function secretUntil(text: string): number {
  const { timestamp } = (parsed(text) ?? {}) as { timestamp?: unknown };
  return typeof timestamp === 'string' && /^\d{1,15}$/.test(timestamp) ? Number(timestamp) * 1000 + TOKEN_LIVES_MS : 0;
}

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Ed25519 over the timestamp and the body (https://discord.com/developers/docs/interactions/overview#validating-security-request-headers). */
function isSignedBy(publicKey: string, { timestamp, body, signature }: Evidence): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(publicKey, 'hex')]), format: 'der', type: 'spki' });
  return verify(null, concat([utf8(timestamp), utf8(body)]), key, Buffer.from(signature, 'hex'));
}

interface Interaction {
  type?: unknown;
  member?: { user?: { id?: unknown } } | null;
  user?: { id?: unknown } | null;
  data?: { name?: unknown; custom_id?: unknown } | null;
}

/** Commands by which something is asked or taken away, and the form of the first in a message's menu. */
const COMMANDS: Record<string, string> = { ask: 'ask', Retract: 'retract' };

/** A FormatError where the body says no person or no deed. */
function saidIn({ body }: Evidence): Said {
  const interaction = (parsed(body) ?? {}) as Interaction;
  const id = (interaction.member?.user ?? interaction.user)?.id;
  const { name, custom_id: customId } = interaction.data ?? {};
  const deed = interaction.type === 2 ? commanded(name) : pressed(customId);
  if (typeof id !== 'string' || !/^\d{1,20}$/.test(id) || deed === null)
    throw new FormatError('BAD_EVIDENCE', 'what was signed names no person, or nothing that they did');
  return { person: `discord:${id}`, ...deed };
}

function commanded(name: unknown): Omit<Said, 'person'> | null {
  const verb = typeof name === 'string' && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return verb === undefined ? null : { verb, card: null };
}

/**
 * `cs:<verb>:<id>`, and with the step before the verb: `cs:yes:approve:crd_…:<message>`. Whoever approves is asked whether they mean it,
 * and may say no: only the press that says yes approves.
 */
function pressed(customId: unknown): Omit<Said, 'person'> | null {
  if (typeof customId !== 'string') return null;
  const [, step = '', verb = '', id = ''] = /^cs:(?:(at|yes|form):)?([a-z_]+):([^:]+)/.exec(customId) ?? [];
  if (verb === '' || (verb === 'approve' && step !== 'yes')) return null;
  return { verb, card: isId('crd', id) ? id : null };
}

/** A FormatError when what was kept is not signed by `publicKey`, or says something else than the `evidence.kept` entry beside it. */
export function verifyEvidence({ refs }: Entry, evidence: Evidence, publicKey: string): Said {
  if (!isSignedBy(publicKey, evidence)) throw new FormatError('BAD_SIGNATURE', 'the platform’s signature does not fit what was kept');
  const said = saidIn(evidence);
  if (said.verb !== refs.verb || said.card !== (refs.card ?? null))
    throw new FormatError('BAD_EVIDENCE', 'what the platform signed is another deed than the one that was logged');
  return said;
}

/** Null for what is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
