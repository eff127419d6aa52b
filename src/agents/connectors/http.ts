import type { AgentRule } from '../../core/rule-book.ts';
import type { Agent } from '../agent.ts';
import type { Connector } from '../registry.ts';
import { type Endpoint, isWrittenPrivate, post } from './http/ask.ts';
import { toldOf, toldOutside } from '../told.ts';

export interface HttpOptions {
  env: Readonly<Record<string, string | undefined>>;
}

/** `connector: http` in the rules file: `url:`, `secret:` as the name of an environment variable, `private_addresses: allow`. */
export function createHttpConnector({ env }: HttpOptions): Connector {
  return {
    create(rule) {
      const made = endpointOf(rule, env);
      return typeof made === 'string'
        ? { ok: false, sentence: `The agent ${rule.name} ${made}` }
        : { ok: true, agent: createHttpAgent(rule.name, made) };
    },
  };
}

function createHttpAgent(name: string, endpoint: Endpoint): Agent {
  return { name, told: toldOutside, run: async (question, signal) => post(endpoint, JSON.stringify(toldOf(question)), signal) };
}

/** Or what is wrong with the rule, as the rest of a sentence. */
function endpointOf({ settings }: AgentRule, env: HttpOptions['env']): Endpoint | string {
  const { url: written, secret: name, private_addresses: privately } = settings;
  if (typeof written !== 'string' || typeof name !== 'string') return 'needs a `url:` and a `secret:`.';
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'needs a `url:` that begins with https:// or http://.';
  if (url.username !== '' || url.password !== '') return 'has a user or a password in its `url:`; the signature says who asks.';
  const mayBePrivate = privately === 'allow';
  if (!mayBePrivate && url.protocol === 'http:') return 'would send questions unencrypted over the internet; use https://.';
  if (!mayBePrivate && isWrittenPrivate(url)) return 'has a private address; where that is meant, write `private_addresses: allow`.';
  const secret = secretIn(env[name]);
  return secret === null ? `needs a secret in ${name}: “whsec_” and at least 24 bytes in base64.` : { url, secret, mayBePrivate };
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: 24 to 64 bytes. */
function secretIn(value: string | undefined): Uint8Array | null {
  const found = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value ?? '');
  const bytes = Buffer.from(found?.[1] ?? '', 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
}
