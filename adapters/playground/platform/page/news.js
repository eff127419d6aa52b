/**
 * @typedef {import('./api.js').View} View
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./announcer.js').Announcer} Announcer
 *
 * @typedef {{ place: string, message: Message }} Placed `place`: a channel's id, or `direct`
 *
 * @typedef {Placed & (
 *   | { kind: 'new' }
 *   | { kind: 'changed', before: Message }
 *   | { kind: 'gone' }
 * )} News `gone` holds the message as it was
 */

/**
 * The second view, in which every message that is as it was is the very object of the first. Whoever compares messages afterwards
 * compares objects: a channel may hold thousands.
 * @param {View} before
 * @param {View} after
 * @returns {View}
 */
export function keepUnchanged(before, after) {
  const known = new Map(everything(before).map(({ message }) => [message.id, message]));
  /** @param {Message} message */
  const kept = (message) => {
    const old = known.get(message.id);
    return old && written(old) === written(message) ? old : message;
  };
  return {
    channels: after.channels.map((channel) => ({ ...channel, messages: channel.messages.map(kept) })),
    direct: after.direct.map(kept),
  };
}

/** @type {WeakMap<Message, string>} */
const texts = new WeakMap();

/** @param {Message} message */
function written(message) {
  const text = texts.get(message) ?? JSON.stringify(message);
  texts.set(message, text);
  return text;
}

/**
 * What the second view has that the first had not, or had otherwise, or has no more.
 * @param {View} before
 * @param {View} after by `keepUnchanged`
 * @returns {News[]}
 */
export function newsBetween(before, after) {
  const known = new Map(everything(before).map((placed) => [placed.message.id, placed]));
  /** @type {News[]} */
  const news = [];
  for (const { place, message } of everything(after)) {
    const old = known.get(message.id)?.message;
    known.delete(message.id);
    if (old === undefined) news.push({ kind: 'new', place, message });
    else if (old !== message) news.push({ kind: 'changed', place, message, before: old });
  }
  for (const { place, message } of known.values()) news.push({ kind: 'gone', place, message });
  return news;
}

/**
 * Says what is new to those who listen. What both halves of the page show is said once.
 * @param {Announcer} announcer
 * @param {object} seen
 * @param {{ id: string, shown: string }} seen.person whose view it is
 * @param {View} seen.before
 * @param {View} seen.after
 * @param {News[]} seen.news
 * @param {(person: string) => boolean} seen.isHere a person of this page: whoever wrote something here knows it
 */
export function announce(announcer, { person, before, after, news, isHere }) {
  for (const one of news) {
    const { kind, place, message } = one;
    // Whoever leaves a channel is not told that all its messages are gone.
    const hasLeft = place !== 'direct' && !after.channels.some(({ id }) => id === place);
    if (hasLeft) announcer.unsay(message.id);
    else if (kind === 'gone') announcer.sayInstead(message.id, 'gone', sentenceOf(person.shown, after, one));
    else if (message.kind === 'tombstone') announcer.sayInstead(message.id, written(message), sentenceOf(person.shown, after, one));
    else if (!isHere(message.from)) announcer.say(message.id, written(message), sentenceOf(person.shown, after, one));
  }
  for (const { id, name, audience } of after.channels) {
    const old = before.channels.find((channel) => channel.id === id);
    if (old && old.audience !== audience) announcer.say(`readers of ${id}`, audience, `Who reads #${name} has changed: ${audience}.`);
  }
}

/**
 * How much is new in each place that a person has not looked at since.
 * @param {string} person
 */
export function createUnread(person) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  return {
    /** @param {News[]} news */
    count(news) {
      for (const { kind, place, message } of news) {
        if (kind === 'new' && message.from !== person) counts.set(place, (counts.get(place) ?? 0) + 1);
      }
    },
    /** @param {string} place */
    seen: (place) => void counts.delete(place),
    /** @param {string} place */
    in: (place) => counts.get(place) ?? 0,
  };
}

/**
 * @param {View} view
 * @returns {Placed[]}
 */
function everything(view) {
  const inChannels = view.channels.flatMap(({ id, messages }) => messages.map((message) => ({ place: id, message })));
  return [...inChannels, ...view.direct.map((message) => ({ place: 'direct', message }))];
}

/**
 * @param {string} name
 * @param {View} view
 * @param {News} news
 */
function sentenceOf(name, view, news) {
  const { kind, place, message } = news;
  if (place === 'direct' && kind === 'gone') return `A private message to ${name} was taken away.`;
  if (place === 'direct') return `Private to ${name}${kind === 'new' ? '' : ', changed'}: ${whatIsNew(news)}`;
  const where = `#${view.channels.find(({ id }) => id === place)?.name ?? place}`;
  if (kind === 'gone') return `A message was taken away from ${where}.`;
  if (message.kind === 'publication') return `Posted in ${where}: ${message.text}`;
  return `In ${where}, ${message.name}: ${message.text}`;
}

/**
 * The title, or where that has stayed, what else a card says that it did not say before.
 * @param {News} news
 */
function whatIsNew(news) {
  const { message } = news;
  const title = message.title ?? message.text;
  if (news.kind !== 'changed' || (news.before.title ?? news.before.text) !== title) return title;
  const old = new Set(news.before.parts?.map((part) => JSON.stringify(part)));
  const parts = (message.parts ?? []).filter((part) => !old.has(JSON.stringify(part)));
  const sentences = parts.flatMap((part) => (part.kind === 'sentence' ? [part.text] : []));
  return [title, ...sentences].join(' ');
}
