import { post, wordsOf } from './api.js';
import { findOf } from './dom.js';

/**
 * @typedef {object} Spoken
 * @property {string} person
 * @property {string} channel a channel's id, or `direct`
 * @property {string | null} thread
 */

/** As in `controls.css`. */
const MOST_LINES = 5;

/**
 * The field in which somebody writes. What was not taken stays in it.
 * @param {HTMLElement} form
 * @param {object} options
 * @param {() => Spoken} options.where
 * @param {(where: Spoken) => Promise<void>} options.said
 * @param {(trouble: string) => void} options.tell
 */
export function createComposer(form, { where, said, tell }) {
  const box = findOf(HTMLTextAreaElement, 'textarea', form);
  /** @type {Map<string, string>} by place: what is written for one is not sent to another */
  const texts = new Map();
  let place = '';

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });

  async function send() {
    const text = box.value;
    if (text.trim() === '' || form.getAttribute('aria-busy') === 'true') return;
    const to = where();
    form.setAttribute('aria-busy', 'true');
    try {
      await post('/playground/api/say', { ...to, text });
      if (box.value === text) put('');
      tell('');
      await said(to);
    } catch (error) {
      tell(wordsOf(error));
    } finally {
      form.removeAttribute('aria-busy');
    }
  }

  // Browsers that know it let the field grow by themselves.
  const grows = CSS.supports('field-sizing', 'content');
  function fit() {
    if (!grows) box.rows = Math.min(MOST_LINES, box.value.split('\n').length);
  }
  box.addEventListener('input', fit);

  /** @param {string} text */
  function put(text) {
    box.value = text;
    fit();
  }

  return {
    focus: () => box.focus(),
    clear() {
      texts.clear();
      put('');
    },
    /** @param {string} next a channel's id */
    turnTo(next) {
      if (next === place) return;
      texts.set(place, box.value);
      put(texts.get(next) ?? '');
      place = next;
    },
    /** @param {string} text */
    suggest(text) {
      put(text);
      box.focus();
    },
  };
}
