import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PostParts, previewOfPost } from '../../src/text/index.ts';
import { readPreview } from './support/read-preview.ts';
import { parsed } from './support/texts.ts';

const tree = parsed('Hello');
const parts: PostParts = {
  tree,
  destinationLine: '#engineering',
  newPost: null,
  creditLine: 'Written by handbook (AI). Asked by Ana. cs-7KQ2M9XD',
  notify: ['Ana', 'Ben'],
};

it('shows the text, its credit, its place and whom it notifies', () => {
  expect(previewOfPost(parts)).toBe(
    'Hello\n\nWritten by handbook (AI). Asked by Ana. cs-7KQ2M9XD\nGoes to: #engineering\nNotifies: Ana, Ben',
  );
  const newPost = {
    title: 'How to rotate it',
    tags: [
      { id: '1', name: 'runbook' },
      { id: '2', name: 'ops, db' },
    ],
  };
  expect(previewOfPost({ ...parts, newPost })).toMatch(
    /Goes to: #engineering\nBegins a new post: How to rotate it\nTags: runbook, ops\\, db\nNotifies: Ana, Ben$/,
  );
  expect(previewOfPost({ ...parts, newPost: { title: 'x', tags: [] } })).toMatch(/\nBegins a new post: x\nHas no tags\.\n/);
  expect(previewOfPost({ ...parts, notify: [] })).toMatch(/Goes to: #engineering\nNotifies nobody\.$/);
});

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\n',
        '\\',
        ',',
        ', ',
        '⟨U+202E⟩',
        '\u202E',
        '[.]',
        'a.example',
        '://',
        '\u0301',
        ' ',
        '\u00A0',
        '\uE000',
        'Notifies: ',
        '\uD800',
        '👩‍💻',
      ),
    )
    .map((all) => all.join('')),
);

it('differs for two posts that differ in any of them, because all can be read back', () => {
  const answers = ['Hello', 'a\n\nGoes to: \\#x\nNotifies nobody.', '> x', '```\nNotifies: a\n```'].map(parsed);
  const post = fc.record({
    tree: fc.constantFrom(...answers),
    destinationLine: words,
    newPost: fc.option(fc.record({ title: words, tags: fc.array(fc.record({ id: fc.constant(''), name: words }), { maxLength: 3 }) })),
    creditLine: words,
    notify: fc.array(words, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(post, (one) => {
      expect(readPost(previewOfPost(one))).toEqual(one);
    }),
    { numRuns: 2_000 },
  );
});

it('holds no live URL and no invisible character in any line', () => {
  fc.assert(
    fc.property(words, (line) => {
      const shown = previewOfPost({
        tree,
        destinationLine: line,
        newPost: { title: line, tags: [{ id: line, name: line }] },
        creditLine: line,
        notify: [line],
      });
      expect(shown).not.toMatch(/:\/\/|a\.example/);
      expect(shown).toMatch(/^[\p{L}\p{M}\p{N}\p{P}\p{S} \n]*$/u);
      expect(shown).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
    }),
    { numRuns: 1_000 },
  );
});

function readPost(shown: string): PostParts {
  const lines = shown.split('\n');
  const isNew = !lines.at(-2)?.startsWith('Goes to: ');
  const [title = '', tags = ''] = isNew ? lines.splice(-3, 2) : [];
  const [credit = '', destination = '', notify = ''] = lines.slice(-3);
  return {
    tree: readPreview(lines.slice(0, -4).join('\n')),
    destinationLine: readLine(destination.slice('Goes to: '.length)),
    newPost: isNew
      ? { title: readLine(title.slice('Begins a new post: '.length)), tags: readNames(tags, 'Tags: ').map((name) => ({ id: '', name })) }
      : null,
    creditLine: readLine(credit),
    notify: readNames(notify, 'Notifies: '),
  };
}

/** None where the line says that there are none. */
function readNames(line: string, lead: string): string[] {
  return line.startsWith(lead)
    ? line
        .slice(lead.length)
        .split(/(?<=(?<!\\)(?:\\\\)*), /)
        .map(readLine)
    : [];
}

function readLine(line: string): string {
  return line.replace(/\\(.)|⟨U\+([0-9A-F]+)⟩|\[([.:])\]/gsu, (_, literal?: string, code?: string, address?: string) => {
    if (literal !== undefined) return literal;
    return code === undefined ? address! : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
