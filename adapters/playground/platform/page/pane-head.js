import { element, find, findOf } from './dom.js';
import { avatar } from './messages.js';

/**
 * @typedef {{ id: string, shown: string }} Someone `shown` tells two of one name apart
 */

/**
 * Whose half of the page it is, whether it is connected, and what went wrong in it.
 * @param {HTMLElement} root
 * @param {object} options
 * @param {Someone[]} options.people
 * @param {string} options.side tells a place apart from the same one in the other half
 * @param {import('./announcer.js').Announcer} options.announcer
 * @param {(person: string) => void} options.choose
 */
export function createPaneHead(root, { people, side, announcer, choose }) {
  const select = findOf(HTMLSelectElement, '.person', root);
  for (const { id, shown } of people) {
    const option = element('option', '', shown);
    option.value = id;
    select.append(option);
  }
  select.addEventListener('change', () => choose(select.value));

  /** @param {string} words */
  function tell(words) {
    find('.trouble', root).textContent = words;
  }

  return {
    tell,
    /** @param {Someone} person */
    show({ id, shown }) {
      select.value = id;
      root.setAttribute('aria-label', `What ${shown} sees${side}`);
      find('.rail', root).setAttribute('aria-label', `Channels of ${shown}${side}`);
      for (const made of root.querySelectorAll('.me')) made.textContent = shown;
      find('.private', root).setAttribute('aria-label', `Only ${shown} sees this${side}`);
      find('.pane-head .avatar', root).replaceWith(avatar(id, shown));
    },
    /** @param {import('./live.js').Connection} connection */
    heed(connection) {
      const lost = find('.lost', root);
      const isLost = connection === 'lost';
      if (lost.hidden !== isLost) return;
      lost.hidden = !isLost;
      announcer.say('connection', isLost ? 'lost' : 'back', isLost ? (lost.textContent ?? '') : 'The connection is back.');
      if (!isLost) tell('');
    },
  };
}
