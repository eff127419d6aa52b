import type { Fields } from '../fields.ts';
import { Impossible } from '../refusal.ts';
import { typed } from '../seen/mrkdwn.ts';
import type { Slack } from '../slack.ts';
import { change, erase, write } from '../writing.ts';
import { actor, placeFor, seenMessage } from './where.ts';

/**
 * Somebody says something: `mentions` first, as people do, then what they `typed`, which Slack's client escapes. `text` instead is Slack's
 * markup as it is.
 */
export function say(slack: Slack, { person: id, channel: where, thread, text, typed: words, mentions }: Fields): Fields {
  const person = actor(slack, id);
  const channel = placeFor(slack, person, where);
  if (channel.archived) throw new Impossible(`${channel.id} is archived`);
  if (!channel.members.includes(person.id)) channel.members.push(person.id);
  const threadTs = typeof thread === 'string' ? thread : null;
  if (threadTs !== null && !slack.messages.find(channel.id, threadTs)) throw new Impossible(`${channel.id} has no message ${threadTs}`);
  const named = Array.isArray(mentions) ? mentions.map((one) => `<@${String(one)}> `).join('') : '';
  const said = named + markup(text, words);
  const message = write(slack, channel, { user: person.id, text: said, threadTs, clientMessageId: slack.clock.envelopeId() });
  return { ts: message.ts, channel: channel.id, notified: message.notified };
}

export function edit(slack: Slack, { person: id, message: ts, text, typed: words }: Fields): Fields {
  const person = actor(slack, id);
  const { message, channel } = seenMessage(slack, person, ts);
  if (message.user !== person.id) throw new Impossible(`${message.ts} is not by ${person.id}`);
  change(slack, channel, message, { text: markup(text, words) });
  return { ts: message.ts };
}

export function eraseOwn(slack: Slack, { person: id, message: ts }: Fields): Fields {
  const person = actor(slack, id);
  const { message, channel } = seenMessage(slack, person, ts);
  if (message.user !== person.id) throw new Impossible(`${message.ts} is not by ${person.id}`);
  erase(slack, channel, message);
  return { ts: message.ts };
}

function markup(text: unknown, words: unknown): string {
  if (typeof text === 'string') return text;
  return typeof words === 'string' ? typed(words) : '';
}
