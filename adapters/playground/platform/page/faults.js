import { get, post, wordsOf } from './api.js';
import { button, element, find, whenChanged } from './dom.js';

/**
 * @typedef {{ operation: string, mode: string, times: number }} Fault
 * @typedef {{ label: string, words: string, fault: Fault }} Known
 */

/** What is worth watching; the people's API takes many more. @type {Known[]} */
const KNOWN = [
  {
    label: 'Hang the next post',
    words: 'the next post gets no answer, and is not posted',
    fault: { operation: 'publish', mode: 'hang', times: 1 },
  },
  {
    label: 'Post it, but do not answer',
    words: 'the next post is posted, and its answer is lost',
    fault: { operation: 'publish', mode: 'cut_after', times: 1 },
  },
  { label: 'Refuse the next post', words: 'the next post is refused', fault: { operation: 'publish', mode: 'refuse', times: 1 } },
  {
    label: 'Do not say what was posted',
    words: 'whoever looks for a post is told nothing',
    fault: { operation: 'find', mode: 'refuse', times: 1000 },
  },
];

/**
 * What goes wrong in this chat on purpose, so that one can watch what becomes of it.
 * @param {HTMLElement} root
 * @param {(words: string) => void} tell
 */
export function createFaults(root, tell) {
  const list = find('.fault-list', root);
  find('.fault-buttons', root).replaceChildren(
    ...KNOWN.map(({ label, fault }) => button(label, 'plain', () => set([fault]))),
    button('Nothing goes wrong', 'quiet', () => set(KNOWN.map(({ fault }) => ({ ...fault, times: 0 })))),
  );

  /** @param {Fault[]} faults */
  async function set(faults) {
    try {
      for (const fault of faults) await post('/playground/api/faults', fault);
      await look();
    } catch (error) {
      tell(wordsOf(error));
    }
  }

  async function look() {
    const { faults } = /** @type {{ faults: Fault[] }} */ (await get('/playground/api/faults'));
    show(faults);
  }

  const show = whenChanged((/** @type {Fault[]} */ faults) => {
    list.replaceChildren(...(faults.length === 0 ? [element('li', '', 'Nothing is set to go wrong.')] : faults.map(item)));
  });

  return { look };
}

/** @param {Fault} fault */
function item({ operation, mode, times }) {
  const known = KNOWN.find(({ fault }) => fault.operation === operation && fault.mode === mode);
  const words = known?.words ?? `${operation}: ${mode}, ${times} times`;
  return element('li', '', `Set: ${words}.`);
}
