import { aReason, orNotYet } from './dialog.js';
import { button, clock, element, find, findOf, whenChanged } from './dom.js';

/**
 * @typedef {{ scope: string, words: string }} Scope
 * @typedef {Scope & { by: string | null, at: string, reason: string }} Stopped
 * @typedef {{ says: string, stopped: Stopped[], killFile: boolean, scopes: Scope[] }} Switch
 */

const KILL_FILE = 'The kill file is on the server: it stops everything. Remove it there, then release.';

/**
 * The kill switch: what is stopped, by whom and why; and what else can be.
 * @param {HTMLElement} root
 * @param {import('./corner.js').Act} act
 */
export function createSwitch(root, act) {
  const chooser = findOf(HTMLSelectElement, '#stop-scope', root);
  /** What somebody chose stays chosen; what only took the place of another in the list does not. */
  let chosen = '';
  chooser.addEventListener('change', () => {
    chosen = chooser.value;
  });

  find('#stop', root).addEventListener('submit', (event) => {
    event.preventDefault();
    const scope = chooser.value;
    const words = chooser.selectedOptions[0]?.textContent ?? scope;
    const input = aReason(`Why is ${words} stopped? People read this.`);
    void act('engage', { label: `Stop ${words}`, input }, (text) => ({ scope, reason: text ?? '' }));
  });

  /** @param {Stopped} stopped */
  function item({ scope, words, by, at, reason }) {
    const confirm = orNotYet(`Release ${words}? Drafts that were approved go back to the people who asked.`, 'Release');
    const release = button(`Release ${words}…`, 'plain', () =>
      act('release', { label: `Release ${words}`, confirm }, () => ({ scope, reason: '' })),
    );
    release.dataset.key = `release ${scope}`;
    const sentence = element('p', '', `${by ?? 'Somebody'} stopped ${words} at ${clock(at)}: “${reason}”.`);
    return element('li', '', sentence, element('div', 'actions', release));
  }

  return {
    show: whenChanged((/** @type {Switch} */ { says, stopped, killFile, scopes }) => {
      const isStopped = stopped.length > 0 || killFile;
      const byFile = element('li', '', element('p', '', KILL_FILE));
      root.dataset.stopped = String(isStopped);
      find('#switch-state', root).textContent = says;
      find('#switch-list', root).replaceChildren(...(killFile ? [byFile] : []), ...stopped.map(item));
      const free = scopes.filter(({ scope }) => !stopped.some((one) => one.scope === scope));
      chooser.replaceChildren(...free.map(({ scope, words }) => new Option(words, scope, false, scope === chosen)));
      find('#stop', root).hidden = free.length === 0;
    }),
  };
}
