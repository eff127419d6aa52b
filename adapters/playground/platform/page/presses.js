import { post, wordsOf } from './api.js';
import { ask, orNotYet } from './dialog.js';
import { focusOn, isFocusLost } from './dom.js';
import { bringIntoSight } from './place.js';

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./api.js').Action} Action
 */

/**
 * What one person presses, and what came of it.
 * @param {HTMLElement} root their half of the page
 * @param {object} options
 * @param {import('./pane-head.js').Someone} options.person
 * @param {() => boolean} options.isShown false when somebody else is there by now
 * @param {import('./announcer.js').Announcer} options.announcer
 * @param {() => void} options.draw
 * @param {() => Promise<void>} options.refresh
 */
export function createPresses(root, { person, isShown, announcer, draw, refresh }) {
  /** @type {Map<string, string>} by message: what came of the last press on it */
  const notes = new Map();
  /** @type {Set<string>} messages of which it was just said, and not shown yet */
  const fresh = new Set();
  /** @type {Map<string, string>} by message: the action that waits for its answer */
  const busy = new Map();
  /** @type {Map<string, string>} by message and action: what was written and did not count; it is there again at the next press */
  const written = new Map();

  /**
   * Nothing is shown before it is true: the button waits, and the card changes when the bot says so.
   * @param {Message} message
   * @param {Action} action
   * @param {string} where the channel, where it stands in one
   */
  async function press(message, action, where) {
    if (busy.has(message.id)) return;
    notes.delete(message.id);
    const key = `${message.id} ${action.id}`;
    const input = action.input == null ? null : { ...action.input, initial: written.get(key) ?? action.input.initial };
    const confirm = action.confirm ?? (message.kind === 'publication' ? beforeRetracting(where) : null);
    const given = await ask({ ...action, confirm, input, as: person.shown });
    if (!isShown()) return;
    if (given.text !== null) written.set(key, given.text);
    // While it was asked, the button may have been drawn anew.
    if (isFocusLost()) focusOn(root, key, message.id);
    if (!given.isOk) return draw();
    busy.set(message.id, action.id);
    draw();
    try {
      const click = { person: person.id, message: message.id, action: action.id, text: given.text };
      const answer = /** @type {{ message?: string }} */ (await post('/playground/api/click', click));
      written.delete(key);
      if (answer.message) note(message, answer.message);
    } catch (error) {
      note(message, wordsOf(error));
    } finally {
      busy.delete(message.id);
    }
    if (!isShown()) return;
    await refresh();
    fresh.delete(message.id);
    draw();
    const outcome = root.querySelector(`[data-key="${CSS.escape(message.id)}"] .outcome`);
    if (outcome instanceof HTMLElement) bringIntoSight(outcome);
  }

  /**
   * @param {Message} message
   * @param {string} words
   */
  function note(message, words) {
    if (!isShown()) return;
    notes.set(message.id, words);
    fresh.add(message.id);
    announcer.say(`press on ${message.id}`, String(performance.now()), words);
  }

  return {
    /**
     * What this person can do with a message.
     * @param {Message} message
     * @param {object} offered
     * @param {((message: Message) => void) | null} offered.reply
     * @param {string} offered.where
     * @param {boolean} offered.isOffered its buttons are for this person
     * @returns {import('./messages.js').Offers}
     */
    offers: (message, { reply, where, isOffered }) => ({
      reply,
      press: (of, action) => press(of, action, where),
      note: notes.get(message.id) ?? null,
      busy: busy.get(message.id) ?? null,
      isOffered,
    }),
    /**
     * What was said of a button is over when its message is another one; what comes with the answer itself is no such change.
     * @param {Message} message
     * @param {boolean} isGone nothing of it may stay
     */
    forget: (message, isGone) => void ((isGone || !fresh.has(message.id)) && notes.delete(message.id)),
  };
}

/**
 * What stands under a post is part of what people approved, so its button asks here.
 * @param {string} where
 */
function beforeRetracting(where) {
  return orNotYet(`Take this answer away from ${where}? A line that says so may take its place.`, 'Retract');
}
