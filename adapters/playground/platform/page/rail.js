import { arrange, button, element, find } from './dom.js';

/** @typedef {import('./api.js').View['channels']} Channels */

/**
 * The channels of one person, and how much is new in each. Where there is no room for a list, one button names the open channel, says how
 * much is new elsewhere, and opens the list.
 * @param {HTMLElement} root
 * @param {(id: string) => void} open
 */
export function createRail(root, open) {
  const list = find('.channels', root);
  const pick = find('.pick', root);
  /** @type {Map<string, HTMLElement>} */
  const items = new Map();
  pick.addEventListener('click', () => unfold(pick.getAttribute('aria-expanded') !== 'true'));

  /** @param {boolean} isOpen */
  function unfold(isOpen) {
    pick.setAttribute('aria-expanded', String(isOpen));
  }

  /**
   * @param {Channels[number]} channel
   * @param {boolean} isShown
   * @param {number} unread
   */
  function item({ id, name }, isShown, unread) {
    const made =
      items.get(id) ??
      element(
        'li',
        '',
        button('', '', () => {
          unfold(false);
          open(id);
        }),
      );
    items.set(id, made);
    const inner = find('button', made);
    inner.replaceChildren(`# ${name}`, ...count(unread));
    if (isShown) inner.setAttribute('aria-current', 'true');
    else inner.removeAttribute('aria-current');
    return made;
  }

  return {
    /**
     * @param {Channels} channels
     * @param {Channels[number] | null} shown
     * @param {{ in: (place: string) => number }} unread
     */
    show(channels, shown, unread) {
      const elsewhere = channels.reduce((sum, { id }) => sum + (id === shown?.id ? 0 : unread.in(id)), 0);
      pick.replaceChildren(shown ? `#${shown.name}` : 'Channels', ...count(elsewhere));
      arrange(
        list,
        channels.map((channel) => item(channel, channel.id === shown?.id, unread.in(channel.id))),
      );
    },
  };
}

/** @param {number} unread */
function count(unread) {
  return unread === 0 ? [] : [' ', element('span', 'unread', String(unread), element('span', 'hidden', ' new'))];
}
