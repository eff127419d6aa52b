import { get, post, wordsOf } from './api.js';
import { createDrafts } from './corner-drafts.js';
import { createLog } from './corner-log.js';
import { createSwitch } from './corner-switch.js';
import { ask } from './dialog.js';
import { find, focusOn, isFocusLost } from './dom.js';
import { createFaults } from './faults.js';
import { oneAtATime } from './one-at-a-time.js';

/**
 * @typedef {object} State what `/console/state` answers
 * @property {import('./corner-switch.js').Switch} switch
 * @property {import('./corner-drafts.js').Drafts} drafts
 * @property {import('./corner-log.js').Log} log
 *
 * @typedef {(verb: string, question: Omit<import('./dialog.js').Asked, 'as'>, order: (text: string | null) => object) => Promise<void>} Act
 * asks the operator, then gives the order and says what came of it
 */

/** The log grows by itself; nobody is told of it. */
const LOOK_AGAIN_MS = 1500;
/** As in `narrow.css`. */
const NARROW = matchMedia('(max-width: 44rem), (max-height: 34rem)');

/**
 * What an operator does and watches. Without a console, Countersign runs in another process than this chat.
 * @param {{ switchWatch: import('./stopped.js').SwitchWatch, whoActs: import('./stopped.js').WhoActs, hasConsole: boolean }} options
 */
export function createCorner({ switchWatch, whoActs, hasConsole }) {
  const root = find('#corner');
  const opener = find('#open-corner');
  const parts = {
    switch: createSwitch(find('#switch'), act),
    drafts: createDrafts(find('#corner-drafts'), act),
    log: createLog(find('#corner-log'), () => post('/console/verify', { person: acting })),
  };
  // In the playground anyone can be anyone, an operator too.
  let acting = '';
  const faults = createFaults(find('#corner-faults'), tell);
  find('#corner-absent').hidden = hasConsole;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  /** What went wrong is over when the next look succeeds. */
  let isTrouble = false;

  opener.addEventListener('click', () => toggle(root.hidden !== false));
  find('#close-corner').addEventListener('click', () => toggle(false));
  root.addEventListener('keydown', ({ key }) => key === 'Escape' && toggle(false));
  NARROW.addEventListener('change', cover);

  /** @param {boolean} isOpen */
  function toggle(isOpen) {
    root.hidden = !isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    cover();
    clearInterval(timer);
    if (!isOpen) return opener.focus();
    timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    void look();
    find('#close-corner').focus();
  }

  /** Where it covers the page, nobody shall tab about beneath it. */
  function cover() {
    for (const beneath of document.querySelectorAll('.top, #guide, main')) beneath.toggleAttribute('inert', NARROW.matches && !root.hidden);
  }

  const look = oneAtATime(async () => {
    if (document.hidden || root.hidden) return;
    try {
      await faults.look();
      if (isTrouble) tell('');
      isTrouble = false;
      if (!hasConsole) return;
      const operator = await whoActs();
      acting = operator?.id ?? '';
      if (operator) find('#acting-as').textContent = operator.name;
      const state = /** @type {State} */ (await get(`/console/state?person=${encodeURIComponent(acting)}`));
      const giveBack = keepFocus();
      parts.switch.show(state.switch);
      switchWatch.show(state.switch);
      parts.drafts.show(state.drafts);
      parts.log.show(state.log);
      for (const part of root.querySelectorAll('.of-console')) part.toggleAttribute('hidden', false);
      giveBack();
    } catch (error) {
      const words = wordsOf(error);
      if (!root.hidden) tell(words);
      isTrouble = true;
    }
  });

  /** A list that is drawn anew must not take the focus away from whoever stands in it. */
  function keepFocus() {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || !root.contains(focused)) return () => {};
    return () => {
      if (!root.hidden && isFocusLost() && !focusOn(root, focused.dataset.key)) find('#close-corner').focus();
    };
  }

  /** @type {Act} */
  async function act(verb, question, order) {
    const giveBack = keepFocus();
    const given = await ask({ ...question, as: find('#acting-as').textContent ?? '' });
    giveBack();
    if (!given.isOk) return;
    await switchWatch.quietly(async () => {
      try {
        const { message } = /** @type {{ message: string }} */ (await post(`/console/${verb}`, { person: acting, ...order(given.text) }));
        tell(message);
      } catch (error) {
        tell(wordsOf(error));
      }
      await look();
    });
  }

  /** @param {string} words */
  function tell(words) {
    find('#corner-told').textContent = words;
  }
}
