import { element, find } from './dom.js';

/** How long a sentence stays in the region: long enough to be read out, short enough that nobody finds it again. */
const STAYS_MS = 15_000;

/**
 * Says each thing once to those who listen. Lists are drawn anew when they change, so they are not live regions themselves: what
 * is new is said here, and what two halves of the page both show is said for the first of them.
 * @param {HTMLElement} region
 * @param {HTMLDialogElement} dialog while it is open, nothing outside of it is heard, so it has a region of its own
 */
export function createAnnouncer(region, dialog) {
  const inDialog = find('[role="log"]', dialog);
  /** @type {Map<string, string>} by subject: how it was when it was last said */
  const known = new Map();

  /**
   * @param {string} subject what it is about
   * @param {string} state said once, until the subject is in another
   * @param {string} words
   */
  function say(subject, state, words) {
    if (known.get(subject) === state) return;
    known.set(subject, state);
    const line = element('p', '', words);
    line.dataset.about = subject;
    (dialog.open ? inDialog : region).append(line);
    setTimeout(() => line.remove(), STAYS_MS);
  }

  /**
   * Takes away what was said of this, for a text that is not to be read any more.
   * @param {string} subject
   */
  function unsay(subject) {
    for (const told of [region, inDialog]) {
      for (const line of told.querySelectorAll(`[data-about="${CSS.escape(subject)}"]`)) line.remove();
    }
  }

  return {
    say,
    /**
     * It is in this state, and nobody needs to be told.
     * @param {string} subject
     * @param {string} state
     */
    knows: (subject, state) => void known.set(subject, state),
    unsay,
    /**
     * Says this in the place of all that was said of its subject.
     * @param {string} subject
     * @param {string} state
     * @param {string} words
     */
    sayInstead(subject, state, words) {
      if (known.get(subject) !== state) unsay(subject);
      say(subject, state, words);
    },
    /** For a change of person: what one was told stays with them. */
    forget() {
      for (const told of [region, inDialog]) told.replaceChildren();
    },
  };
}

/** @typedef {ReturnType<typeof createAnnouncer>} Announcer */
