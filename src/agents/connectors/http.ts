import type { AgentRule } from '../../core/rule-book.ts';
import type { Agent } from '../agent.ts';
import { type Connector, connectorOf } from '../connector.ts';
import { addressOf } from '../reach.ts';
import { toldOf, toldOutside } from '../told.ts';
import { type Endpoint, post } from './http/ask.ts';

export interface HttpOptions {
  env: Readonly<Record<string, string | undefined>>;
}

/** `connector: http` in the rules file: `url:`, `secret:` as the name of an environment variable, `private_addresses: allow`. */
export function createHttpConnector({ env }: HttpOptions): Connector {
  return connectorOf(
    (rule) => endpointOf(rule, env),
    ({ name }, endpoint) => createHttpAgent(name, endpoint),
  );
}

function createHttpAgent(name: string, endpoint: Endpoint): Agent {
  return {
    name,
    told: toldOutside,
    run: async (question, signal, { progress }) => post(endpoint, JSON.stringify(toldOf(question)), signal, progress),
  };
}

/** Or what is wrong with the rule, as the rest of a sentence. */
function endpointOf({ settings }: AgentRule, env: HttpOptions['env']): Endpoint | string {
  const { url: written, secret: name, private_addresses: privately } = settings;
  if (typeof written !== 'string' || typeof name !== 'string') return 'needs a `url:` and a `secret:`.';
  const mayBePrivate = privately === 'allow';
  const url = addressOf(written, mayBePrivate);
  if (typeof url === 'string') return url;
  const secret = secretIn(env[name]);
  return secret === null ? `needs a secret in ${name}: “whsec_” and at least 24 bytes in base64.` : { url, secret, mayBePrivate };
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: 24 to 64 bytes. */
function secretIn(value: string | undefined): Uint8Array | null {
  const found = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value ?? '');
  const bytes = Buffer.from(found?.[1] ?? '', 'base64');
  return bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
}
