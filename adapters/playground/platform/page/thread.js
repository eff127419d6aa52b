import { arrange, element, focusOn } from './dom.js';
import { messageItem } from './messages.js';
import { createPlace } from './place.js';

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./messages.js').Offers} Offers
 * @typedef {{ message: Message, note: string | null, busy: string | null, isOffered: boolean, item: HTMLLIElement }} Drawn
 */

/**
 * A list of messages that is drawn anew only where it changed.
 * @param {HTMLElement} box scrolls, and holds the list
 * @param {string} nothing what stands there instead of messages
 */
export function createThread(box, nothing) {
  const list = element('ol', 'messages');
  const empty = element('p', 'empty', nothing);
  box.append(list, empty);
  const place = createPlace(box, list);
  /** @type {Map<string, Drawn>} */
  let items = new Map();

  return {
    /**
     * @param {Message[]} messages in reading order; one that is another object has changed
     * @param {(message: Message) => Offers} offersOf
     */
    show(messages, offersOf) {
      const newest = list.lastElementChild;
      const focused =
        document.activeElement instanceof HTMLElement && list.contains(document.activeElement) ? document.activeElement : null;
      const before = items;
      items = new Map(messages.map((message) => [message.id, drawn(message, offersOf(message), before.get(message.id))]));
      markEchoes(messages, items);
      arrange(
        list,
        [...items.values()].map(({ item }) => item),
      );
      empty.hidden = messages.length > 0;
      if (focused && !focused.isConnected) keepFocus(focused, list, box);
      const fresh = [...items.values()].filter(({ message }) => !before.has(message.id)).map(({ item }) => item);
      const isNewest = list.lastElementChild !== newest && fresh.some((item) => item === list.lastElementChild);
      if (isNewest && followDraft(list)) place.toNewest();
      else place.heed(before.size === 0 ? [] : fresh);
    },
    toNewest: () => place.toNewest(),
  };
}

/**
 * Each message with its thread below it.
 * @param {Message[]} messages
 */
export function threaded(messages) {
  const threads = Map.groupBy(messages, ({ thread }) => thread);
  return (threads.get(null) ?? []).flatMap((one) => [one, ...(threads.get(one.id) ?? [])]);
}

/**
 * A notice that stands directly below the card of its draft, of which it says the end once more, is a line.
 * @param {Message[]} messages
 * @param {Map<string, Drawn>} items
 */
function markEchoes(messages, items) {
  for (const [at, { id, kind, draft, state }] of messages.entries()) {
    const before = messages[at - 1];
    const isEcho = kind === 'notice' && draft != null && before?.kind === 'card' && before.draft === draft && before.state === state;
    items.get(id)?.item.classList.toggle('is-echo', isEcho);
  }
}

/**
 * @param {Message} message
 * @param {Offers} offers
 * @param {Drawn | undefined} before
 * @returns {Drawn}
 */
function drawn(message, offers, before) {
  const { note, busy, isOffered } = offers;
  const isSame = before?.message === message && before.note === note && before.busy === busy && before.isOffered === isOffered;
  return isSame ? before : { message, note, busy, isOffered, item: messageItem(message, offers) };
}

/**
 * @param {Element} item
 * @param {Element} box
 */
function isInSight(item, box) {
  const [inner, outer] = [item.getBoundingClientRect(), box.getBoundingClientRect()];
  return inner.top < outer.bottom && inner.bottom > outer.top;
}

/**
 * Who stands on a card whose buttons are gone goes on to the next card of that draft, when it comes.
 * @param {HTMLElement} list
 * @returns {boolean} the newest message is that card
 */
function followDraft(list) {
  const [here, newest] = [document.activeElement, list.lastElementChild];
  if (!(here instanceof HTMLElement) || !(newest instanceof HTMLElement) || here.parentElement !== list) return false;
  if (here.dataset.draft === undefined || here.dataset.draft !== newest.dataset.draft) return false;
  newest.focus({ preventScroll: true });
  return true;
}

/**
 * What has the focus stays in sight when the lists around it grow and shrink.
 * @param {HTMLElement} root
 */
export function keepInSight(root) {
  const held = root.querySelector('.scroll :focus-visible');
  const box = held?.closest('.scroll');
  if (!held || !box) return;
  const [inner, outer] = [held.getBoundingClientRect(), box.getBoundingClientRect()];
  const isHigh = inner.height > outer.height;
  const isThere = isHigh ? isInSight(held, box) : inner.top >= outer.top && inner.bottom <= outer.bottom;
  if (!isThere) held.scrollIntoView({ block: isHigh ? 'start' : 'nearest' });
}

/**
 * The button that was pressed may be gone with what it decided; then its message has the focus, or the list when that is gone, too,
 * so that nobody starts again at the top.
 * @param {HTMLElement} gone
 * @param {HTMLElement} list
 * @param {HTMLElement} box
 */
function keepFocus(gone, list, box) {
  const message = gone.closest('.message');
  if (!focusOn(list, gone.dataset.key, message instanceof HTMLElement ? message.dataset.key : undefined)) box.focus();
}
