import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/agents/agent.ts';
import { answerJsonSchema, parseAnswer } from '../../src/agents/contract.ts';

const limits = { maxOutputCharacters: 20_000 };
const good: Answer = { kind: 'answer', audience: 'requester_only', text: 'Look in the **vault**.', sources: [{ title: 'Vault' }] };
const SECRET = 'launch-code-0000';

function sourceWith(url: unknown): unknown {
  return { ...good, sources: [{ title: 'Page', url }] };
}

function cyclic(): unknown {
  const output: Record<string, unknown> = { ...good };
  output['sources'] = [output];
  return output;
}

function nested(depth: number): unknown {
  return depth === 0 ? SECRET : { text: nested(depth - 1) };
}

class Fancy {
  get kind(): string {
    return 'answer';
  }
}

describe('an answer that keeps the contract', () => {
  test('is passed on as it is', () => {
    const sources = [{ title: 'Vault', url: 'https://wiki.acme.example/vault?x=1#y' }, { title: 'Page, “Heading” (a/b.md)' }];
    const parsed = parseAnswer({ ...good, sources, suggested_destination: 'playground:acme:random' }, limits);
    expect(parsed).toEqual({
      ok: true,
      answer: { kind: 'answer', text: good.text, sources },
      suggestedDestination: 'playground:acme:random',
    });
  });

  test('may say that nothing was found', () => {
    const parsed = parseAnswer({ kind: 'nothing_found', audience: 'requester_only', text: '', sources: [] }, limits);
    expect(parsed).toEqual({ ok: true, answer: { kind: 'nothing_found' }, suggestedDestination: null });
  });

  test('is a copy: what the agent does to its output afterwards changes nothing', () => {
    const output = structuredClone(good);
    const parsed = parseAnswer(output, limits);
    output.text = 'something else';
    output.sources.push({ title: 'late' });
    expect(parsed).toMatchObject({ answer: { text: good.text, sources: good.sources } });
  });
});

const REFUSED: Record<string, unknown> = {
  nothing: undefined,
  'a string': JSON.stringify(good),
  'a number': 7,
  null: null,
  'a list': [good],
  'a function': () => good,
  'a promise': Promise.resolve(good),
  'an object of a class whose getters look right': new Fancy(),
  'an unknown kind': { ...good, kind: 'publish' },
  'a wider audience': { ...good, audience: 'workspace' },
  'no audience': { kind: 'answer', text: 'x', sources: [] },
  'an audience that is a list': { ...good, audience: ['requester_only'] },
  'no sources': { kind: 'answer', audience: 'requester_only', text: 'x' },
  'an unknown key': { ...good, [SECRET]: true },
  'a key that orders a publication': { ...good, publish: true },
  'an unknown key in a source': { ...good, sources: [{ title: 'x', channel: 'y' }] },
  'the key __proto__': JSON.parse(
    '{"kind":"answer","audience":"requester_only","text":"x","sources":[],"__proto__":{"audience":"workspace"}}',
  ),
  'keys that come from a prototype': Object.create(good),
  'the key constructor': { ...good, constructor: { prototype: {} } },
  'a key that is a symbol': { ...good, [Symbol('x')]: 1 },
  'a getter': Object.defineProperty({ ...good }, 'text', { get: () => SECRET, enumerable: true }),
  'a getter for what may be left out': Object.defineProperty({ ...good }, 'suggested_destination', { get: () => SECRET, enumerable: true }),
  'a proxy that throws': new Proxy({ ...good }, { ownKeys: () => { throw new Error(SECRET); } }), // prettier-ignore
  'an empty text': { ...good, text: '' },
  'a text of white space': { ...good, text: ' \n\t' },
  'a text that is a list': { ...good, text: [SECRET] },
  'a String object': { ...good, text: new String(SECRET) },
  'nothing found, and yet a text': { ...good, kind: 'nothing_found', sources: [] },
  'nothing found, and yet a source': { ...good, kind: 'nothing_found', text: '' },
  'a cycle': cyclic(),
  'deep nesting': nested(5_000),
  'eleven sources': { ...good, sources: Array.from({ length: 11 }, () => ({ title: 'x' })) },
  'sources that are an object': { ...good, sources: { 0: { title: 'x' }, length: 1 } },
  'a list with a hole': { ...good, sources: Array(1) },
  'a list of a billion holes': { ...good, sources: Array(2 ** 30) },
  'a source without a title': { ...good, sources: [{ url: 'https://acme.example/' }] },
  'an empty title': { ...good, sources: [{ title: '  ' }] },
  'a title of 201 characters': { ...good, sources: [{ title: 'x'.repeat(201) }] },
  'a title of two lines': { ...good, sources: [{ title: 'a\nb' }] },
  'half a surrogate pair in a title': { ...good, sources: [{ title: 'a\ud800' }] },
  'an address of 2,001 characters': sourceWith(`https://acme.example/${'x'.repeat(1_980)}`),
  'an address that runs code': sourceWith('javascript:alert(1)'),
  'an address that runs code behind two slashes': sourceWith('javascript://acme.example/%0aalert(1)'),
  'an address of another protocol': sourceWith('ftp://acme.example/'),
  'an address of a file': sourceWith('file:///etc/passwd'),
  'an address that is relative': sourceWith('//acme.example/'),
  'an address with a password': sourceWith('https://acme.example:x@evil.example/'),
  'an address with a backslash': sourceWith('https://acme.example\\@evil.example/'),
  'an address with a space': sourceWith('https://acme.example/ x'),
  'an address with a host of other letters': sourceWith('https://аcme.example/'),
  'an address that is null': sourceWith(null),
  'a destination that is a list': { ...good, suggested_destination: ['playground:acme:random'] },
  'a destination that is empty': { ...good, suggested_destination: '' },
  'a text of ten megabytes': { ...good, text: SECRET.repeat(650_000) },
  'sources of ten megabytes': { ...good, sources: Array.from({ length: 10 }, () => ({ title: SECRET.repeat(65_000) })) },
  'a key of ten megabytes': { ...good, [SECRET.repeat(650_000)]: 1 },
  'a hundred thousand keys': Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`${SECRET}${at}`, at])),
};

describe('an output that breaks the contract is refused, without a word of it', () => {
  test.each(Object.entries(REFUSED))('%s', (_, output) => {
    const startedAt = performance.now();
    const parsed = parseAnswer(output, limits);
    expect(parsed).toMatchObject({ ok: false, code: 'AGENT_BROKE_CONTRACT' });
    const problem = parsed.ok ? '' : parsed.problem;
    expect(problem).not.toBe('');
    expect(problem).not.toContain(SECRET);
    expect(problem.length).toBeLessThan(500);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('and the problem says where and what', () => {
    const output = { ...good, audience: 'workspace', text: 5, sources: [{ title: 'x' }, { title: 7 }], [SECRET]: 1 };
    expect(parseAnswer(output, limits)).toEqual({
      ok: false,
      code: 'AGENT_BROKE_CONTRACT',
      problem: [
        'audience: found another string than "requester_only"',
        'text: expected string, found number',
        'sources.1.title: expected string, found number',
        'the output: 1 keys that are not in the contract',
      ].join('; '),
    });
  });

  test.each([
    ['a hundred thousand keys', 'the output: more than 16 keys'],
    ['a list of a billion holes', 'sources: more than 32 items'],
    ['a cycle', 'sources.0.sources.0: nested too deep'],
    ['a text of ten megabytes', 'text: more than 20000 characters in all'],
    ['a key of ten megabytes', 'the output: more than 20000 characters in all'],
    ['a getter', 'the output: a key that is a getter'],
    ['a proxy that throws', 'the output: cannot be read'],
  ])('at the first limit that is passed, for %s', (name, problem) => expect(parseAnswer(REFUSED[name], limits)).toMatchObject({ problem }));

  test('exactly as many characters as are allowed pass, and one more does not', () => {
    const used = JSON.stringify(Object.keys(good)).length; // keys and short values count too: find the edge by trying
    const size = (length: number) => parseAnswer({ ...good, sources: [], text: 'x'.repeat(length) }, { maxOutputCharacters: 1_000 }).ok;
    const edge = Array.from({ length: 1_001 }, (_, length) => length).findLast(size) ?? 0;
    expect(edge).toBeGreaterThan(1_000 - used - 50);
    expect(size(edge + 1)).toBe(false);
  });
});

test('nothing at all makes the parser throw, and what passes has the constant audience', () => {
  const keys = fc.constantFrom('kind', 'audience', 'text', 'sources', 'suggested_destination', 'title', 'url', '__proto__', 'x');
  const words = fc.constantFrom('answer', 'nothing_found', 'requester_only', 'workspace', '', 'https://acme.example/');
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, words, fc.anything(), fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(keys, tie('any'))),
  })).any;
  const likely = fc.record({ kind: fc.constant('answer'), audience: words, text: fc.string(), sources: fc.constant([]) });
  fc.assert(
    fc.property(
      fc.oneof(
        value,
        likely,
        fc.tuple(likely, value).map(([a, b]) => Object.assign(a, b)),
      ),
      (output) => {
        const parsed = parseAnswer(output, limits);
        expect(parsed.ok ? Reflect.get(Object(output), 'audience') : 'requester_only').toBe('requester_only');
      },
    ),
    { numRuns: 1_000 },
  );
});

test('the contract can be given to authors of agents as JSON Schema', () => {
  const schema = answerJsonSchema();
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
  const text = JSON.stringify(schema);
  expect(text).toContain('"const":"requester_only"');
  expect(text.match(/"additionalProperties":false/g)).toHaveLength(4);
  expect(text).toContain('"maxItems":10');
});
