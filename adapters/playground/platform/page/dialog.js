import { find, findOf } from './dom.js';

/**
 * @typedef {object} Asked
 * @property {string} as who answers: two people may be on the page
 * @property {string} label of the button that was pressed
 * @property {{ text: string, ok: string, cancel: string } | null} [confirm]
 * @property {{ label: string, initial: string, maxCharacters: number, isNeeded?: boolean | undefined, ok?: string | undefined } | null} [input]
 *
 * @typedef {{ isOk: boolean, text: string | null }} Given `text`: what stood in the field, also when the person changed their mind
 */

/**
 * A browser tells that a dialog was closed only a moment later: whoever is quick is asked the next question before that, and the
 * answer to the last one must not be taken for an answer to this one.
 */
let endLast = () => {};

/**
 * Asks before a button counts, or for the words that it needs.
 * @param {Asked} asked
 * @returns {Promise<Given>}
 */
export function ask({ as, label, confirm, input }) {
  if (!confirm && !input) return Promise.resolve({ isOk: true, text: null });
  const dialog = findOf(HTMLDialogElement, '#dialog');
  endLast();
  const box = findOf(HTMLTextAreaElement, '#dialog-input');
  find('#dialog-title').textContent = confirm ? label : (input?.label ?? label);
  find('#dialog-as').textContent = `You are ${as}`;
  find('#dialog-text').textContent = confirm?.text ?? '';
  find('#dialog-text').hidden = !confirm;
  box.hidden = !input;
  box.setAttribute('aria-label', input?.label ?? '');
  box.value = input?.initial ?? '';
  box.rows = (input?.maxCharacters ?? 0) > 500 ? 14 : 3;
  find('#dialog-ok').textContent = confirm?.ok ?? input?.ok ?? label.replace(/…$/, '');
  find('#dialog-cancel').textContent = confirm?.cancel ?? 'Cancel';
  const most = input?.maxCharacters ?? 0;
  const measure = () => (find('#dialog-count').textContent = tooLong(box.value, most));
  // What cannot count is said here, where it can be mended; a form that is closed would be gone.
  const form = find('form', dialog);
  /** @param {SubmitEvent} event */
  const hold = (event) => {
    const isOk = event.submitter?.getAttribute('value') === 'ok';
    if (!isOk || !input?.isNeeded || box.value.trim() !== '') return;
    event.preventDefault();
    find('#dialog-count').textContent = 'There is nothing in the field yet. Please write it, in a few words.';
    box.focus();
  };
  form.addEventListener('submit', hold);
  measure();
  box.addEventListener('input', measure);
  dialog.returnValue = 'cancel';
  dialog.showModal();
  if (input) box.focus();
  return new Promise((resolve) => {
    const end = () => {
      dialog.removeEventListener('close', closed);
      endLast = () => {};
      box.removeEventListener('input', measure);
      form.removeEventListener('submit', hold);
      resolve({ isOk: dialog.returnValue === 'ok', text: input ? box.value : null });
      // What one person was asked does not stay for the next.
      box.value = '';
      box.removeAttribute('aria-label');
      for (const told of ['as', 'title', 'text', 'count', 'ok', 'cancel']) find(`#dialog-${told}`).textContent = '';
    };
    const closed = () => dialog.open || end();
    endLast = end;
    dialog.addEventListener('close', closed);
  });
}

/**
 * Said while it is written, so that nobody writes in vain; the bot counts again.
 * @param {string} text
 * @param {number} most in characters
 */
function tooLong(text, most) {
  const characters = [...text].length;
  if (most === 0 || characters <= most) return '';
  return `${characters.toLocaleString('en-GB')} characters; ${most.toLocaleString('en-GB')} are possible. Please shorten it.`;
}

/** For a change of person: what one is asked, another must not answer. */
export function closeDialog() {
  const dialog = findOf(HTMLDialogElement, '#dialog');
  if (dialog.open) dialog.close('cancel');
}

const NOT_YET = 'Not yet';

/**
 * @param {string} text
 * @param {string} ok
 * @returns {NonNullable<Asked['confirm']>}
 */
export function orNotYet(text, ok) {
  return { text, ok, cancel: NOT_YET };
}

/**
 * A field for a reason. One that is too long is refused in words; cutting it off in silence would lose some of it.
 * @param {string} label
 * @returns {NonNullable<Asked['input']>}
 */
export function aReason(label) {
  return { label, initial: '', maxCharacters: 500, isNeeded: true };
}
