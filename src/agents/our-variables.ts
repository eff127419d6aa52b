/** With these in its hands a program could read what is sealed, sign, or post; and no key of another service is called so. */
const OURS = /^(DATA_KEY|LOG_KEY|DATABASE_URL|PLAYGROUND_TOKEN|AGENT_SECRET|SLACK_|DISCORD_)/;

/** Whether an environment variable is Countersign's own: no agent and no tool gets it. */
export function isOurs(name: string): boolean {
  return OURS.test(name);
}

/** A key for `Authorization: Bearer`; or why there is none, as the rest of a sentence. Null where the rules name none. */
export function bearerIn(
  name: string | readonly string[] | undefined,
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; key: string | null } | { ok: false; because: string } {
  if (name === undefined) return { ok: true, key: null };
  if (typeof name !== 'string') return { ok: false, because: 'has a `key:` that is not the name of one environment variable.' };
  if (isOurs(name)) return { ok: false, because: `may not have ${name}: that is Countersign’s own.` };
  const key = env[name] ?? '';
  if (key === '') return { ok: false, because: `names the environment variable ${name}, which is not set.` };
  // https://datatracker.ietf.org/doc/html/rfc6750#section-2.1: one word of visible ASCII.
  return /^[!-~]+$/.test(key) ? { ok: true, key } : { ok: false, because: `has a key in ${name} that is not one word.` };
}
