import { setTimeout as sleep } from 'node:timers/promises';
import { command, shortcut } from './acts/commands.ts';
import { join, openHome, share, unshare } from './acts/moving.ts';
import { click, closeView, submit } from './acts/pressing.ts';
import { edit, eraseOwn, say } from './acts/saying.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import type { DeliveryFault } from './delivery/delivery.ts';
import type { HttpTransport } from './delivery/http-transport.ts';
import type { SocketTransport } from './delivery/socket-transport.ts';
import type { FaultChange } from './faults.ts';
import type { Fields } from './fields.ts';
import { sees } from './seen/sees.ts';
import type { Slack } from './slack.ts';
import { worldJson } from './world-json.ts';

export interface Parts {
  slack: Slack;
  deliveries: Deliveries;
  http: HttpTransport;
  socket: SocketTransport;
}

type Act = (body: Fields, query: URLSearchParams) => unknown;

/** `GET` and `POST /fake/<name>`: what people do and see, and what tests set and read. Anyone here can be anyone. */
export function controlOf({ slack, deliveries, http, socket }: Parts): Record<string, Act> {
  const after = (query: URLSearchParams) => Number(query.get('after') ?? '0');
  return {
    // What people do.
    'POST say': (body) => say(slack, body),
    'POST edit': (body) => edit(slack, body),
    'POST erase': (body) => eraseOwn(slack, body),
    'POST command': (body) => command(slack, body),
    'POST shortcut': (body) => shortcut(slack, body),
    'POST click': (body) => click(slack, body),
    'POST submit': (body) => submit(slack, body),
    'POST close-view': (body) => closeView(slack, body),
    'POST open-home': (body) => openHome(slack, body),
    'POST join': (body) => join(slack, body),
    'POST share': (body) => share(slack, body),
    'POST unshare': (body) => unshare(slack, body),
    /** Their client starts anew: what only they saw is gone. */
    'POST reload'({ person }) {
      const all = slack.world.channels().flatMap((channel) => slack.messages.inChannel(channel.id));
      for (const message of all.filter((one) => one.onlyFor === person)) slack.messages.remove(message);
      return {};
    },

    // What there is to see.
    'GET sees': (_body, query) => sees(slack, query.get('person')),
    'GET wire': (_body, query) => slack.wire.read(after(query)),
    'GET deliveries': (_body, query) => deliveries.read(after(query)),
    'GET world': () => worldJson(slack.world),
    'GET connections': () => ({ count: socket.count() }),
    /** Answers when the bot has asked nothing for so long, at most five seconds from now. */
    async 'GET quiet'(_body, query) {
      const ms = Number(query.get('ms') ?? '100');
      const deadline = performance.now() + 5000;
      while (!slack.wire.isQuietFor(ms) && performance.now() < deadline) await sleep(10);
      return { isQuiet: slack.wire.isQuietFor(ms) };
    },
    /** Answers when no delivery is on its way or waits for another try. */
    async 'GET idle'() {
      const deadline = performance.now() + 10_000;
      while (!deliveries.isIdle() && performance.now() < deadline) await sleep(10);
      return { isIdle: deliveries.isIdle() };
    },

    // What tests set.
    'POST world'(body) {
      slack.world.change(body);
      return worldJson(slack.world);
    },
    'POST settings'(body) {
      Object.assign(slack.settings, body);
      return slack.settings;
    },
    'POST clock'({ aheadMs }) {
      slack.clock.setAhead(Number(aheadMs));
      return { aheadMs: slack.clock.aheadMs() };
    },
    'GET faults': () => slack.faults.read(),
    'POST faults'(body) {
      slack.faults.set(body as unknown as FaultChange);
      return slack.faults.read();
    },
    'POST delivery-faults'(body) {
      if (body['clear'] === true) deliveries.clearFaults();
      else deliveries.setFault(body as unknown as DeliveryFault);
      return {};
    },
    /** Until it is lifted nothing answers, nothing is delivered and no connection stands. */
    'POST outage'({ on }) {
      slack.faults.setOutage(on === true);
      if (on === true) socket.cut();
      return slack.faults.read();
    },
    'POST socket'({ cut, refuse, disconnect }) {
      if (typeof refuse === 'number') socket.refuse(refuse);
      if (typeof disconnect === 'string') socket.disconnect(disconnect);
      if (cut === true) socket.cut();
      return { count: socket.count() };
    },
    /** The last delivery once more: over HTTP byte for byte, or one that is `back` before it. */
    'POST replay': ({ back }) =>
      slack.settings.requestUrl === null ? { isSent: socket.replay() } : http.replay(typeof back === 'number' ? back : 0),
    'POST verify': ({ kind }) => http.verify(kind === 'ssl_check' ? 'ssl_check' : 'url_verification'),
  };
}
