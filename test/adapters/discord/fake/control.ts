import { setTimeout as sleep } from 'node:timers/promises';
import { command, messageCommand } from './acts/commands.ts';
import { click, dismiss, submit } from './acts/pressing.ts';
import { edit, eraseOwn, openPost, openThread, say } from './acts/saying.ts';
import type { Discord } from './discord.ts';
import type { FaultChange } from './faults.ts';
import type { Fields } from './fields.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Deliveries, DeliveryFault } from './interactions/delivery.ts';
import { sees } from './seen/sees.ts';
import { personOf } from './world.ts';
import { worldJson } from './world-json.ts';

export interface Parts {
  discord: Discord;
  deliveries: Deliveries;
  gateway: Gateway;
}

type Act = (body: Fields, query: URLSearchParams) => unknown;

/** `GET` and `POST /fake/<name>`: what people do and see, and what tests set and read. Anyone here can be anyone. */
export function controlOf({ discord, deliveries, gateway }: Parts): Record<string, Act> {
  const after = (query: URLSearchParams) => Number(query.get('after') ?? '0');
  const isQuiet = (ms: number) => discord.wire.isQuietFor(ms) && deliveries.isIdle();
  return {
    // What people do.
    'POST say': (body) => say(discord, body),
    'POST thread': (body) => openThread(discord, body),
    'POST post': (body) => openPost(discord, body),
    'POST edit': (body) => edit(discord, body),
    'POST erase': (body) => eraseOwn(discord, body),
    'POST command': (body) => command(discord, body),
    'POST message-command': (body) => messageCommand(discord, body),
    'POST click': (body) => click(discord, body),
    'POST submit': (body) => submit(discord, body),
    'POST dismiss': (body) => dismiss(discord, body),
    /** Their client starts anew: what only they saw is gone. */
    'POST reload'({ person }) {
      const { id } = personOf(discord.world, person);
      const all = discord.world.channels().flatMap((channel) => discord.messages.inChannel(channel.id));
      for (const message of all.filter((one) => one.onlyFor === id)) discord.messages.remove(message);
      return {};
    },

    // What there is to see.
    'GET sees': (_body, query) => sees(discord, query.get('person')),
    'GET wire': (_body, query) => discord.wire.read(after(query)),
    'GET violations': () => discord.violations.read(),
    'GET deliveries': (_body, query) => deliveries.read(after(query)),
    'GET world': () => worldJson(discord.world),
    'GET commands': () => Object.fromEntries(discord.commands),
    'GET connections': () => ({ count: gateway.count() }),
    /** Answers when the bot has asked nothing for so long and no interaction waits for its answer, at most five seconds from now. */
    async 'GET quiet'(_body, query) {
      const ms = Number(query.get('ms') ?? '100');
      const deadline = performance.now() + 5000;
      while (!isQuiet(ms) && performance.now() < deadline) await sleep(10);
      return { isQuiet: isQuiet(ms) };
    },
    /** Answers when no delivery is on its way. */
    async 'GET idle'() {
      const deadline = performance.now() + 10_000;
      while (!deliveries.isIdle() && performance.now() < deadline) await sleep(10);
      return { isIdle: deliveries.isIdle() };
    },

    // What tests set.
    'POST world'(body) {
      discord.world.change(body);
      return worldJson(discord.world);
    },
    'POST settings'(body) {
      Object.assign(discord.settings, body);
      return discord.settings;
    },
    'POST clock'({ aheadMs }) {
      discord.clock.setAhead(Number(aheadMs));
      return { aheadMs: discord.clock.aheadMs() };
    },
    'GET faults': () => discord.faults.read(),
    'POST faults'(body) {
      discord.faults.set(body as unknown as FaultChange);
      return discord.faults.read();
    },
    'POST delivery-faults'(body) {
      if (body['clear'] === true) deliveries.clearFaults();
      else deliveries.setFault(body as unknown as DeliveryFault);
      return {};
    },
    /** Until it is lifted nothing answers, nothing is delivered and no connection stands. */
    'POST outage'({ on }) {
      discord.faults.setOutage(on === true);
      if (on === true) gateway.cut();
      return discord.faults.read();
    },
    'POST gateway'({ cut, refuse, reconnect, invalidate, repeat, close, greet, hold }) {
      if (hold !== undefined) return { count: gateway.hold(typeof hold === 'string' ? hold : null) };
      if (typeof refuse === 'number') gateway.refuse(refuse);
      if (typeof repeat === 'number') gateway.repeatOnResume(repeat);
      if (typeof close === 'number') gateway.close(close);
      if (typeof greet === 'number' || greet === null) gateway.greet(greet);
      if (reconnect === true) gateway.reconnect();
      if (invalidate === true) gateway.invalidate();
      if (cut === true) gateway.cut();
      return { count: gateway.count() };
    },
    'POST clear-violations'() {
      discord.violations.clear();
      return {};
    },
    'POST replay': ({ back }) => deliveries.replay(typeof back === 'number' ? back : 0),
    'POST verify': () => deliveries.verify(),
  };
}
