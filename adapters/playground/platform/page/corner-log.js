import { wordsOf } from './api.js';
import { clock, element, find, whenChanged } from './dom.js';

/**
 * @typedef {{ index: number | null, at: string | null, type: string, reference: string | null }} EntryLine
 * @typedef {{ entries: EntryLine[], size: number, unsigned: number, root: string | null }} Log
 */

/**
 * The last entries, and whether the whole log fits.
 * @param {HTMLElement} root
 * @param {() => Promise<{ sentence: string, problems: string[] }>} verify
 */
export function createLog(root, verify) {
  const verdict = find('#verdict', root);
  const verifyButton = find('#verify', root);

  async function check() {
    if (verifyButton.getAttribute('aria-disabled') === 'true') return;
    verifyButton.setAttribute('aria-disabled', 'true');
    delete verdict.dataset.fits;
    verdict.textContent = 'Checking every entry…';
    try {
      const { sentence, problems } = await verify();
      verdict.dataset.fits = String(problems.length === 0);
      verdict.replaceChildren(sentence, ...problems.slice(0, 5).map((problem) => element('span', 'problem', problem)));
    } catch (error) {
      verdict.textContent = wordsOf(error);
    } finally {
      verifyButton.removeAttribute('aria-disabled');
    }
  }
  verifyButton.addEventListener('click', () => void check());

  return {
    show: whenChanged((/** @type {Log} */ { entries, size, unsigned, root: hash }) => {
      find('.table', root).hidden = entries.length === 0;
      find('#entries', root).replaceChildren(...entries.map(row));
      const signed = `${size} ${size === 1 ? 'entry is' : 'entries are'} signed, ${unsigned} not yet.`;
      find('#log-size', root).textContent = hash === null ? signed : `${signed} Root ${hash.slice(0, 16)}…`;
    }),
  };
}

/** @param {EntryLine} entry */
function row({ index, at, type, reference }) {
  const time = at === null ? '' : clock(at, { second: '2-digit' });
  return element(
    'tr',
    '',
    ...[index === null ? 'unsigned' : String(index), time, type, reference ?? ''].map((cell) => element('td', '', cell)),
  );
}
