import { button, clock, element, icon } from './dom.js';
import { withMarks, withReferences } from './marks.js';

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./api.js').Action} Action
 * @typedef {NonNullable<Message['parts']>[number]} Part
 *
 * @typedef {object} Offers what a person can do with a message where it is shown
 * @property {((message: Message) => void) | null} reply
 * @property {(message: Message, action: Action) => Promise<void>} press
 * @property {string | null} note what came of the last press
 * @property {string | null} busy the action that waits for its answer
 * @property {boolean} isOffered the buttons are for this person
 */

/**
 * One message as its person sees it. Whatever somebody wrote is put in as text.
 * @param {Message} message
 * @param {Offers} offers
 */
export function messageItem(message, offers) {
  const item = element('li', `message is-${message.kind}${message.thread === null ? '' : ' in-thread'}`);
  item.tabIndex = -1;
  item.dataset.key = message.id;
  if (message.draft) item.dataset.draft = message.draft;
  const top = byline(message);
  if (offers.reply && message.thread === null) top.append(replyButton(message, offers.reply));
  const body = element('div', 'body', top, ...content(message));
  if (offers.isOffered) nameForItsButtons(body, message);
  const foot = element('div', 'foot', ...termsOf(message));
  const buttons = offers.isOffered ? message.actions.map((action) => actionButton(message, action, offers)) : [];
  if (buttons.length > 0) foot.append(element('div', 'actions', ...buttons));
  if (foot.hasChildNodes()) (body.querySelector('.card') ?? body).append(foot);
  if (offers.note !== null) body.append(element('p', 'outcome', offers.note));
  item.append(avatar(message.from, message.name), body);
  return item;
}

/**
 * Who comes to a button by Tab hears first what it belongs to: the title of the card, the credit of the post.
 * @param {HTMLElement} body
 * @param {Message} message
 */
function nameForItsButtons(body, { title, text, actions }) {
  if (actions.length === 0) return;
  body.setAttribute('role', 'group');
  body.setAttribute('aria-label', title ?? text.slice(text.lastIndexOf('\n\n') + 2));
}

/**
 * A letter on a colour of its own, the bot's mark for the bot; the name stands beside it.
 * @param {string} id
 * @param {string} name
 */
export function avatar(id, name) {
  const made = element('span', 'avatar', id === 'bot' ? icon('mark') : name.slice(0, 1).toUpperCase());
  made.dataset.colour = id === 'bot' ? 'bot' : String([...id].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % 6);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

/** @param {Message} message */
function byline({ name, at, kind }) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const time = element('time', 'when', clock(at, isToday ? {} : { day: 'numeric', month: 'short' }));
  time.dateTime = at;
  const line = element('div', 'byline', element('span', 'who', name), ' ', time);
  if (kind === 'card' || kind === 'notice') line.append(' ', element('span', 'private-mark', icon('lock'), 'private'));
  return line;
}

/** @param {Message} message */
function content(message) {
  if (message.kind === 'card') return [card(message)];
  if (message.kind === 'publication') return post(message.text);
  return [element('p', 'text', ...withReferences(message.text))];
}

/**
 * The credit is the last paragraph of every post: our own words, set apart from the agent's.
 * @param {string} text
 */
function post(text) {
  const at = text.lastIndexOf('\n\n');
  return [
    element('blockquote', 'text', ...paragraphs(text.slice(0, at), { escapes: false })),
    element('p', 'credit', icon('check'), ...withReferences(text.slice(at + 2))),
  ];
}

/** Cards whose draft has ended say so in their title; a text is there for whoever wants to read it again. */
const ENDED = ['published', 'retracted', 'withdrawn', 'expired'];

/** @param {Message} message */
function card({ title = '', parts = [], actions, state }) {
  const made = element('div', 'card');
  made.dataset.state = state ?? 'none';
  made.append(element('h4', 'title', ...withReferences(title)));
  if (parts.length === 0) {
    if (actions.length === 0) made.className = 'is-line';
    return made;
  }
  const pieces = piecesOf(parts.filter((part) => !isTerm(part)));
  const isOver = actions.length === 0 && ENDED.includes(state ?? '') && parts.some(({ kind }) => kind === 'answer');
  made.append(...(isOver ? [element('details', '', element('summary', '', 'Question and text'), ...pieces)] : pieces));
  return made;
}

/**
 * `(Your question is already visible there.)` stands behind the question. Only a sentence of ours is joined to what is before it: an
 * agent's text may begin with a bracket, too.
 * @param {Part[]} parts
 */
function piecesOf(parts) {
  /** @type {HTMLElement[]} */
  const pieces = [];
  for (const [at, part] of parts.entries()) {
    const isAside = part.kind === 'sentence' && part.text.startsWith('(') && parts[at - 1]?.kind === 'question';
    if (isAside) pieces.at(-1)?.append(' ', part.text);
    else pieces.push(...partOf(part));
  }
  return pieces;
}

/**
 * @param {Part} part
 * @returns {HTMLElement[]}
 */
function partOf(part) {
  switch (part.kind) {
    case 'question':
      return [element('p', 'question', `${part.lead} `, element('q', '', part.text))];
    case 'partial':
      return [element('p', 'question', part.lead), quoted('So far', ...paragraphs(part.text, { escapes: false }))];
    case 'answer':
      return [preview(part.preview)];
    case 'difference':
      return [element('p', 'question', part.lead), quoted('Changes', ...part.parts.map(change))];
    case 'sentence':
      return [element('p', 'text', ...withReferences(part.text))];
  }
}

/**
 * What is approved: the answer, and below it the lines that say how it would stand in the channel.
 * @param {string} text
 */
function preview(text) {
  const at = text.lastIndexOf('\n\n');
  return quoted(
    'Text of the draft',
    ...paragraphs(text.slice(0, at), { escapes: true }),
    element('p', 'credit', ...withReferences(text.slice(at + 2))),
  );
}

/**
 * Whoever listens hears, too, where our own words end and an agent's begin, and the other way round.
 * @param {string} name
 * @param {(string | Node)[]} children
 */
function quoted(name, ...children) {
  const made = element('blockquote', 'answer', ...children);
  made.setAttribute('aria-label', name);
  return made;
}

/**
 * @param {string} text
 * @param {{ escapes: boolean }} how
 */
function paragraphs(text, how) {
  return text.split('\n\n').map((paragraph) => element('p', '', ...withMarks(paragraph, how)));
}

/** @param {{ kind: 'same' | 'removed' | 'added', text: string }} part */
function change({ kind, text }) {
  if (kind === 'same') return text;
  return element(
    kind === 'removed' ? 'del' : 'ins',
    '',
    element('span', 'hidden', `${kind}: `),
    text,
    element('span', 'hidden', ' (end) '),
  );
}

/**
 * What a decision means stands with its buttons, and they stay in sight however long the answer is.
 * @param {Message} message
 */
function termsOf({ parts = [] }) {
  const terms = parts.filter(isTerm).map((part) => (part.kind === 'sentence' ? term(part.text) : ''));
  return terms.length === 0 ? [] : [element('div', 'terms', ...terms)];
}

/** @param {Part} part */
function isTerm(part) {
  return part.kind === 'sentence' && part.role === 'term';
}

const LABELLED = /^([A-Z][a-z]+(?: [a-z]+){0,3}): /;

/**
 * `Who could read it: 6 people at Acme`: the first words are set apart, so that the eye finds the second.
 * @param {string} text
 */
function term(text) {
  const label = LABELLED.exec(text);
  if (!label) return element('p', 'term', text);
  const rest = element('span', '', text.slice(label[0].length));
  return element('p', 'term is-labelled', element('span', 'label', `${label[1]}:`), ' ', rest);
}

/**
 * @param {Message} message
 * @param {Action} action
 * @param {Offers} offers
 */
function actionButton(message, action, { press, busy }) {
  const made = button(action.label, action.tone ?? 'quiet', () => press(message, action));
  made.dataset.key = `${message.id} ${action.id}`;
  if (busy !== null) made.setAttribute('aria-disabled', 'true');
  if (busy === action.id) made.classList.add('busy');
  return made;
}

/**
 * @param {Message} message
 * @param {(message: Message) => void} reply
 */
function replyButton(message, reply) {
  const made = button('Reply in thread', 'quiet', () => reply(message));
  made.dataset.key = `thread ${message.id}`;
  made.setAttribute('aria-label', `Reply in thread: ${message.name}, ${short(message.text)}`);
  made.prepend(icon('reply'));
  return made;
}

/** @param {string} text */
function short(text) {
  return text.length <= MOST_IN_A_NAME ? text : `${text.slice(0, MOST_IN_A_NAME)}…`;
}

const MOST_IN_A_NAME = 60;
