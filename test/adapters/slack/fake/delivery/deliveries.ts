import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from '../fields.ts';
import { APP_ID, BOT_USER, TEAM } from '../seed.ts';
import type { Slack } from '../slack.ts';
import type { Answer, Delivery, DeliveryFault, DeliveryRecord } from './delivery.ts';
import { idOf, typeOf } from './delivery.ts';
import type { HttpTransport } from './http-transport.ts';
import type { SocketTransport } from './socket-transport.ts';

/** Carries events and interactions to the app, over whichever transport it is set up for, and again where that is Slack's way. */
export function createDeliveries(slack: Slack, http: HttpTransport, socket: SocketTransport) {
  const records: DeliveryRecord[] = [];
  const faults: DeliveryFault[] = [];
  const ending = new AbortController();
  let held: (() => void)[] = [];
  let underway = 0;

  const takeFault = (delivery: Delivery): DeliveryFault | null => {
    const fault = faults.find((one) => one.kind === null || one.kind === delivery.kind);
    if (!fault) return null;
    fault.times -= 1;
    if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
    return fault;
  };

  /** One try. */
  const attempt = async (delivery: Delivery, n: number, reason: string | null): Promise<Answer> => {
    const fault = takeFault(delivery);
    if (fault?.mode === 'delay') await sleep(fault.ms, undefined, { signal: ending.signal }).catch(ignoreEnding);
    if (fault?.mode === 'reorder') await new Promise<void>((resolve) => held.push(resolve));
    const transport = slack.settings.requestUrl === null ? 'socket' : 'http';
    const beganAt = performance.now();
    const sending =
      fault?.mode === 'lose' || slack.faults.isOut()
        ? Promise.resolve<Answer>({ outcome: 'lost', status: 0, body: null })
        : (transport === 'http' ? http : socket).send(delivery, n, reason, fault);
    const release = held;
    held = [];
    for (const go of release) go();
    const answer = await sending;
    records.push({
      n: records.length + 1,
      at: new Date(slack.clock.now()).toISOString(),
      kind: delivery.kind,
      type: typeOf(delivery),
      id: idOf(delivery),
      transport,
      attempt: n,
      ms: Math.round(performance.now() - beganAt),
      ...answer,
    });
    return answer;
  };

  /** What came with an acknowledgement can change what people see, so it stands in the wire log. */
  const logAnswer = (delivery: Delivery, { outcome, status, body }: Answer, stored: string | null) => {
    slack.wire.append({
      method: 'ACK',
      path: `/deliveries/${delivery.kind}/${typeOf(delivery)}`,
      body: { delivery: idOf(delivery), answer: body },
      status,
      stored: stored !== null,
      ...(stored === null ? {} : { message: stored }),
      ...(outcome === 'acked' ? {} : { error: outcome }),
    });
  };

  const untilAcknowledged = async (delivery: Delivery) => {
    let reason: string | null = null;
    const waits = [0, ...slack.settings.retryMs];
    for (const [index, wait] of waits.entries()) {
      if (wait > 0) await sleep(wait, undefined, { signal: ending.signal }).catch(ignoreEnding);
      if (ending.signal.aborted) return;
      const answer = await attempt(delivery, index + 1, reason);
      logAnswer(delivery, answer, null);
      if (answer.outcome === 'acked') return;
      reason = answer.outcome === 'late' || answer.outcome === 'lost' ? 'http_timeout' : 'http_error';
    }
  };

  const counted = async <T>(work: Promise<T>): Promise<T> => {
    underway += 1;
    try {
      return await work;
    } finally {
      underway -= 1;
      slack.wire.touch();
    }
  };

  return {
    emit: (event: Fields) => void counted(untilAcknowledged({ kind: 'events_api', payload: eventEnvelope(slack, event) })),
    deliver: (delivery: Delivery, apply: (body: unknown) => string | null) =>
      counted(
        attempt(delivery, 1, null).then((answer) => {
          logAnswer(delivery, answer, answer.outcome === 'acked' ? apply(answer.body) : null);
          return answer;
        }),
      ),
    setFault(change: Partial<DeliveryFault> & Pick<DeliveryFault, 'mode'>) {
      faults.push({ times: 1, ms: 500, seconds: 600, kind: null, ...change });
    },
    clearFaults: () => void faults.splice(0),
    read: (after: number) => records.filter((one) => one.n > after),
    isIdle: () => underway === 0,
    stop: () => ending.abort(),
  };
}

export type Deliveries = ReturnType<typeof createDeliveries>;

/** The outer part of every event (Slack documentation: "Event type structure"). */
function eventEnvelope({ clock, world, settings }: Slack, event: Fields): Fields {
  const channel = typeof event['channel'] === 'string' ? world.channel(event['channel']) : undefined;
  return {
    token: 'legacy',
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    context_enterprise_id: settings.enterprise?.id ?? null,
    api_app_id: APP_ID,
    event,
    type: 'event_callback',
    event_id: clock.id('Ev'),
    event_time: Math.floor(clock.now() / 1000),
    authorizations: [{ enterprise_id: null, team_id: TEAM.id, user_id: BOT_USER, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: channel?.extShared ?? false,
    event_context: `4-${clock.id('ec')}`,
  };
}

function ignoreEnding(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
