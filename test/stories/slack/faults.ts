import { openSlackCompany, type Receiver, type SlackCompany } from './company.ts';
import { tellsAll } from '../../support/tells-all.ts';
import { wholeFlow } from './whole-flow.ts';

/** Where a fault strikes: the first request of this method; with a channel, the first of those to it. */
export interface Spot {
  method: string;
  channel: string | null;
}

/** From when on: whoever asks meets it, or whoever approves as the last one. */
export type From = 'the question' | 'the last approval';

/** What one undisturbed flow asks of Slack. A method has a spot of its own for each channel, where it is asked for direct messages as well. */
async function spotsOf(company: SlackCompany, from: From): Promise<Spot[]> {
  let after = (await company.fake.wire()).length;
  await wholeFlow(company, 0, async () => {
    if (from === 'the last approval') after = (await company.fake.wire()).length;
  });
  const calls = (await company.fake.wire(after)).flatMap(({ path, body }) => {
    const method = path.startsWith('/api/') ? path.slice('/api/'.length) : null;
    const channel = (body as { channel?: unknown } | null)?.channel;
    return method === null ? [] : [{ method, channel: typeof channel === 'string' && !channel.startsWith('D') ? channel : null }];
  });
  const firsts = new Map<string, Spot>();
  for (const call of calls) {
    const first = firsts.get(call.method);
    if (first === undefined) firsts.set(call.method, { ...call, channel: null });
    if (call.channel !== null && calls.find(({ method }) => method === call.method)?.channel !== call.channel)
      firsts.set(`${call.method} ${call.channel}`, call);
  }
  return [...firsts.values()];
}

/** Longer than anything is remembered that was asked of Slack, so that the flow asks again. */
const FORGOTTEN_MS = 11 * 60_000;

/** Each fault strikes a sixth of the requests, and most requests meet one of the faults; `npm run test:all` has all meet all. */
const SIXTHS = 6;

/**
 * One company in which a whole flow is told again and again, each time with this fault, once, at another request. Every one must end as
 * `wholeFlow` says, the switch must not be engaged, and the checker must account for every write. Resolves with all the requests, `nth` says which sixth of them is struck.
 */
export async function disturb(
  receiver: Receiver,
  { mode, nth, from = 'the question' }: { mode: string; nth: number; from?: From },
  fits: (spot: Spot) => boolean,
): Promise<Spot[]> {
  const company = await openSlackCompany({ receiver });
  const spots = (await spotsOf(company, from)).filter(fits);
  const struck = spots.map((spot, at) => ({ ...spot, at })).filter(({ at }) => tellsAll() || at % SIXTHS === nth % SIXTHS);
  for (const { method, channel, at: index } of struck) {
    await company.pass(FORGOTTEN_MS);
    const strike = () =>
      company.fake.fault([method], mode, { status: 500, code: 'internal_error', ...(channel === null ? {} : { channel }) });
    if (from === 'the question') await strike();
    await wholeFlow(company, index + 1, from === 'the question' ? undefined : strike).catch((error: unknown) => {
      throw new Error(`with ${mode} at the first ${method} ${channel ?? ''}: ${String(error)}`, { cause: error });
    });
    const left = await company.fake.faults();
    if (left.length > 0) throw new Error(`nothing ran into ${JSON.stringify(left)}`);
  }
  await company.command('olu', 'random', 'status', /Publishing is not stopped\./);
  await company.check();
  return spots;
}
