import { aReason, orNotYet } from './dialog.js';
import { button, element, find, whenChanged } from './dom.js';

/**
 * @typedef {object} DraftLine
 * @property {string} id
 * @property {string} reference of the request
 * @property {string | null} publication the reference under the post
 * @property {string} requester
 * @property {string} agent
 * @property {string | null} channel
 * @property {number} version
 * @property {string} says
 * @property {string[]} can
 *
 * @typedef {{ open: DraftLine[], posted: DraftLine[], more: number }} Drafts
 */

/**
 * What is open and what was posted last, without any text: that stays with those who may see it.
 * @param {HTMLElement} root
 * @param {import('./corner.js').Act} act
 */
export function createDrafts(root, act) {
  /** @param {DraftLine} draft */
  function item(draft) {
    const { reference, requester, agent, channel, says, can } = draft;
    const about = `${requester} asked ${agent}${channel === null ? ' privately' : ` for ${channel}`}. ${says}`;
    const made = element('li', '', element('p', '', element('span', 'who', reference), ` ${about}`));
    const buttons = [
      ...(can.includes('settle') ? [settle(draft, 'It is there…', 'published'), settle(draft, 'It is not there…', 'failed')] : []),
      ...(can.includes('withdraw') ? [close(draft)] : []),
      ...(can.includes('retract') ? [retract(draft)] : []),
    ];
    if (buttons.length > 0) made.append(element('div', 'actions', ...buttons));
    return made;
  }

  /**
   * @param {DraftLine} draft
   * @param {string} label
   * @param {'published' | 'failed'} outcome
   */
  function settle({ id, channel, version }, label, outcome) {
    const where = channel ?? 'the channel';
    const found = outcome === 'published' ? 'the post is there' : 'the post is not there';
    const input = aReason(`You looked in ${where}, and ${found}. How do you know?`);
    return keyed(id, label, 'plain', () =>
      act('settle', { label, input }, (text) => ({ draft: id, version, outcome, reason: text ?? '' })),
    );
  }

  /** @param {DraftLine} draft */
  function close({ id, requester }) {
    const input = aReason(`Why is it closed? ${requester} reads this.`);
    return keyed(id, 'Close…', 'danger', () => act('withdraw', { label: 'Close', input }, (text) => ({ draft: id, reason: text ?? '' })));
  }

  /** @param {DraftLine} draft */
  function retract({ id, channel }) {
    const confirm = orNotYet(`Retract the post in ${channel ?? 'the channel'}? A line that says so takes its place.`, 'Retract');
    return keyed(id, 'Retract…', 'danger', () => act('retract', { label: 'Retract', confirm }, () => ({ draft: id })));
  }

  return {
    show: whenChanged((/** @type {Drafts} */ drafts) => {
      find('#drafts', root).replaceChildren(...drafts.open.map(item));
      find('#no-drafts', root).hidden = drafts.open.length > 0;
      find('#more-drafts', root).textContent = drafts.more > 0 ? `and ${drafts.more} more: npm run countersign -- drafts` : '';
      find('#posted', root).replaceChildren(
        ...drafts.posted.map((draft) => item({ ...draft, reference: draft.publication ?? draft.reference })),
      );
      find('#posted-part', root).hidden = drafts.posted.length === 0;
    }),
  };
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string} className
 * @param {() => unknown} press
 */
function keyed(id, label, className, press) {
  const made = button(label, className, press);
  made.dataset.key = `${label} ${id}`;
  return made;
}
