import { element } from './dom.js';

/**
 * Text in which code and emphasis are seen as what they are. Every character stays, the marks too, only fainter: what people approve is
 * this very text, and no two texts may look alike. A text that is hostile is a text.
 * @param {string} text
 * @param {{ escapes: boolean }} how `escapes`: a backslash takes the meaning from a mark, as in a card's preview; a post has none
 * @returns {(string | Node)[]}
 */
export function withMarks(text, { escapes }) {
  /** @type {(string | Node)[]} */
  const made = [];
  let plain = '';
  const put = (/** @type {Node} */ node) => {
    if (plain !== '') made.push(plain);
    plain = '';
    made.push(node);
  };
  for (let at = 0; at < text.length;) {
    const run = /^(?:`+|\*{1,2})/.exec(text.slice(at))?.[0] ?? '';
    if (escapes && text[at] === '\\') {
      plain += text.slice(at, at + 2);
      at += 2;
    } else if (run === '') {
      plain += text[at++];
    } else {
      const end = endOf(text, at + run.length, run, escapes);
      const inner = end === -1 ? '' : text.slice(at + run.length, end);
      if (inner === '' || (run[0] === '*' && inner.trim() !== inner)) {
        plain += run;
        at += run.length;
      } else {
        put(run[0] === '`' ? code(run, inner) : emphasis(run, withMarks(inner, { escapes })));
        at = end + run.length;
      }
    }
  }
  return plain === '' ? made : [...made, plain];
}

/**
 * @param {string} text
 * @param {number} from
 * @param {string} run
 * @param {boolean} escapes
 */
function endOf(text, from, run, escapes) {
  for (let at = from; at < text.length;) {
    if (escapes && text[at] === '\\') at += 2;
    else if (text[at] !== run[0]) at += 1;
    else {
      let next = at;
      while (text[next] === run[0]) next += 1;
      if (next - at === run.length) return at;
      at = next;
    }
  }
  return -1;
}

/**
 * A word of code breaks nowhere but where it is longer than a line: `--env` stays `--env`.
 * @param {string} run
 * @param {string} inner
 */
function code(run, inner) {
  const parts = inner.split(/( +|\n)/).filter((part) => part !== '');
  const last = parts.length - 1;
  const made = parts.map((part, at) => {
    const within = [...(at === 0 ? [mark(run)] : []), part, ...(at === last ? [mark(run)] : [])];
    return part.trim() === '' && within.length === 1 ? part : element('span', 'word', ...within);
  });
  return element('code', '', ...made);
}

/**
 * @param {string} run
 * @param {(string | Node)[]} inner
 */
function emphasis(run, inner) {
  return element(run === '*' ? 'em' : 'strong', '', mark(run), ...inner, mark(run));
}

/**
 * A reference is one word, too: people read it out.
 * @param {string} text
 */
export function withReferences(text) {
  return text.split(/(\b(?:cs|rq)-[0-9A-Z]{8}\b)/).map((part, at) => (at % 2 === 0 ? part : element('span', 'reference', part)));
}

/** @param {string} run */
function mark(run) {
  return element('span', 'mark-of', run);
}
