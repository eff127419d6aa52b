import { get, wordsOf } from './api.js';
import { createComposer } from './composer.js';
import { closeDialog } from './dialog.js';
import { find, findOf } from './dom.js';
import { watch } from './live.js';
import { announce, createUnread, keepUnchanged, newsBetween } from './news.js';
import { oneAtATime } from './one-at-a-time.js';
import { createPaneHead } from './pane-head.js';
import { createPresses } from './presses.js';
import { createRail } from './rail.js';
import { createThread, keepInSight, threaded } from './thread.js';

/**
 * @typedef {import('./api.js').View} View
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./pane-head.js').Someone} Someone
 *
 * @typedef {object} Surroundings
 * @property {Someone[]} people
 * @property {import('./announcer.js').Announcer} announcer
 * @property {(pane: Pane) => void} onChange the person or what they see has changed
 * @property {(person: string) => boolean} mayOperate an operator, as far as the page knows
 * @property {(person: string) => boolean} isHere one of those who are shown on this page
 *
 * @typedef {object} Now what is kept of one person, for as long as they are shown
 * @property {Someone} person
 * @property {View} view
 * @property {boolean} hasLooked
 * @property {Message | null} thread the message whose thread is written in
 * @property {ReturnType<typeof createUnread>} unread
 * @property {ReturnType<typeof createPresses>} presses
 */

const AREAS = /** @type {const} */ (['public', 'private']);

/**
 * One half of the page: everything as one person has it, and nothing else.
 * @param {HTMLElement} root
 * @param {Surroundings} surroundings
 */
export function createPane(root, { people, announcer, onChange, isHere, mayOperate }) {
  root.append(findOf(HTMLTemplateElement, '#pane').content.cloneNode(true));
  /** One person may be in both halves: a name of a place tells them apart. */
  const side = root.id === 'second' ? ' (on the right)' : '';
  const areas = { public: find('.public', root), private: find('.private', root) };
  const publicThread = createThread(find('.public .scroll', root), 'Nobody has written anything here yet.');
  const privateThread = createThread(
    find('.private .scroll', root),
    'Nothing yet. When you ask an agent, its answer comes here first, and to nobody else. What else there is: /countersign help',
  );
  const head = createPaneHead(root, { people, side, announcer, choose: (id) => void pane.become(id) });
  const rail = createRail(find('.rail', root), (id) => pane.open(id));
  const inChannel = createComposer(find('.public .say', root), {
    tell: head.tell,
    where: () => ({ person: now.person.id, channel: channel ?? '', thread: now.thread?.id ?? null }),
    async said(where) {
      await refresh();
      if (where.thread === null) publicThread.toNewest();
      // Whoever has asked an agent looks for its answer, wherever they had scrolled to.
      privateThread.toNewest();
    },
  });
  const toCountersign = createComposer(find('.private .say', root), {
    tell: head.tell,
    where: () => ({ person: now.person.id, channel: 'direct', thread: null }),
    async said() {
      await refresh();
      privateThread.toNewest();
    },
  });
  find('.leave-thread', root).addEventListener('click', () => {
    answerIn(null);
    inChannel.focus();
  });
  for (const area of AREAS) find(`.tab[data-area="${area}"]`, root).addEventListener('click', () => pane.show(area));

  let now = freshFor(people[0] ?? { id: '', shown: '' });
  /** @type {string | null} the open channel: whoever is next stays in it, if they can */
  let channel = null;
  let stopWatching = () => {};
  let isEnded = false;

  /**
   * @param {Someone} person
   * @returns {Now}
   */
  function freshFor(person) {
    const isShown = () => now === fresh && !isEnded;
    /** @type {Now} */
    const fresh = {
      person,
      view: { channels: [], direct: [] },
      hasLooked: false,
      thread: null,
      unread: createUnread(person.id),
      presses: createPresses(root, { person, isShown, announcer, draw, refresh: () => refresh() }),
    };
    return fresh;
  }

  const refresh = oneAtATime(async () => {
    const who = now;
    try {
      const seen = /** @type {View} */ (await get(`/playground/api/view?person=${encodeURIComponent(who.person.id)}`));
      if (who === now && !isEnded) take(keepUnchanged(who.view, seen));
    } catch (error) {
      const words = wordsOf(error);
      if (!isEnded) head.tell(words);
    }
  });

  /** @param {View} seen */
  function take(seen) {
    const { person, view, unread, presses } = now;
    if (now.hasLooked) {
      const news = newsBetween(view, seen);
      announce(announcer, { person, before: view, after: seen, news, isHere });
      unread.count(news);
      // A refusal spoke of what stood there before.
      for (const { kind, message } of news) if (kind !== 'new') presses.forget(message, kind === 'gone' || message.kind === 'tombstone');
    }
    now.hasLooked = true;
    now.view = seen;
    draw();
    onChange(pane);
  }

  function draw() {
    const { person, view, unread, presses } = now;
    if (!view.channels.some(({ id }) => id === channel)) channel = view.channels[0]?.id ?? null;
    inChannel.turnTo(channel ?? '');
    const shown = view.channels.find(({ id }) => id === channel);
    if (channel !== null && isVisible(areas.public)) unread.seen(channel);
    if (isVisible(areas.private)) unread.seen('direct');
    find('.public .name', root).textContent = shown ? `#${shown.name}` : 'No channel';
    find('.public .audience', root).textContent = shown?.audience ?? `${person.shown} is in no channel.`;
    areas.public.setAttribute('aria-label', shown ? `#${shown.name}, as ${person.shown} sees it${side}` : `No channel${side}`);
    areas.public.classList.toggle('outside', shown?.audienceClass === 'external');
    rail.show(view.channels, shown ?? null, unread);
    const inPrivate = unread.in('direct');
    find('.tab[data-area="private"]', root).textContent = inPrivate === 0 ? 'Private' : `Private (${inPrivate} new)`;
    const mine = new Set(view.direct.flatMap(({ kind, draft }) => (kind === 'card' && draft ? [draft] : [])));
    /** @param {Message} message */
    const mayRetract = ({ draft }) => mayOperate(person.id) || (draft != null && mine.has(draft));
    publicThread.show(threaded(shown?.messages ?? []), (message) =>
      presses.offers(message, { reply: answerIn, where: shown ? `#${shown.name}` : '', isOffered: mayRetract(message) }),
    );
    privateThread.show(view.direct, (message) => presses.offers(message, { reply: null, where: '', isOffered: true }));
    keepInSight(root);
  }

  /** @param {Message | null} message */
  function answerIn(message) {
    now.thread = message;
    find('.thread-note', root).hidden = message === null;
    find('.thread-note span', root).textContent = message ? `In the thread of ${message.name}’s message.` : '';
    find('.public .say label span', root).textContent =
      `Message to the channel${message ? `, in the thread of ${message.name}’s message` : ''}`;
    if (message) inChannel.focus();
  }

  const pane = {
    person: () => now.person,
    view: () => now.view,
    /**
     * Everything is read anew for another person; nothing of the one before stays on the page.
     * @param {string} id
     */
    async become(id) {
      const next = people.find((one) => one.id === id);
      if (!next) return;
      now = freshFor(next);
      for (const composer of [inChannel, toCountersign]) composer.clear();
      announcer.forget();
      closeDialog();
      answerIn(null);
      head.tell('');
      head.show(next);
      draw();
      onChange(pane);
      stopWatching();
      stopWatching = watch(id, (connection) => {
        head.heed(connection);
        if (connection === 'live') void refresh();
      });
      await refresh();
      for (const list of [publicThread, privateThread]) list.toNewest();
    },
    /** @param {string} id */
    open(id) {
      channel = id;
      answerIn(null);
      draw();
      pane.show('public');
      publicThread.toNewest();
    },
    /**
     * On a narrow page one of the two is seen at a time.
     * @param {'public' | 'private'} area
     */
    show(area) {
      const isChanged = root.dataset.showing !== area;
      root.dataset.showing = area;
      for (const tab of root.querySelectorAll('.tab')) tab.setAttribute('aria-pressed', String(tab.getAttribute('data-area') === area));
      draw();
      onChange(pane);
      if (isChanged && isVisible(areas[area])) (area === 'public' ? publicThread : privateThread).toNewest();
    },
    /**
     * Puts words where the person can send them.
     * @param {string} channelName
     * @param {string} text
     */
    suggest(channelName, text) {
      const found = now.view.channels.find(({ name }) => name === channelName);
      if (!found) return;
      pane.open(found.id);
      inChannel.suggest(text);
    },
    /** @param {'public' | 'private'} area */
    shows: (area) => isVisible(areas[area]),
    /** Nothing of this person stays on the page, whatever was under way. */
    end() {
      isEnded = true;
      stopWatching();
      announcer.forget();
      closeDialog();
      root.replaceChildren();
    },
  };
  pane.show('public');
  return pane;
}

/** @typedef {ReturnType<typeof createPane>} Pane */

/** @param {HTMLElement} area */
function isVisible(area) {
  return area.getClientRects().length > 0 && !document.hidden;
}
