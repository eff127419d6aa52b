import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inline } from '../../src/core/text.ts';
import { plainText } from '../../src/text/index.ts';
import { webUrl } from '../../src/text/links.ts';
import { parsed } from './support/texts.ts';

function linksIn(text: string): Extract<Inline, { kind: 'link' }>[] {
  const [first] = parsed(text).blocks;
  return first?.kind === 'paragraph' ? first.children.filter((node) => node.kind === 'link') : [];
}

describe('a URL in its canonical form', () => {
  it.each([
    ['HTTPS://A.Example', 'https://a.example/'],
    ['http://a.example:80/x', 'http://a.example/x'],
    ['https://a.example:8443/x?y=1#z', 'https://a.example:8443/x?y=1#z'],
    ['https://аррӏе.example/', 'https://xn--80ak6aa92e.example/'],
    ['https://münchen.example/ü', 'https://xn--mnchen-3ya.example/%C3%BC'],
    ['https://ｅｘａｍｐｌｅ.com/', 'https://example.com/'],
    ['https://a\u00ADb.example/', 'https://ab.example/'],
    ['https://a.example/x y', 'https://a.example/x%20y'],
    ['https://a.example/x\u202Ey', 'https://a.example/x%E2%80%AEy'],
    ['https://a.example/\u0007?\t#\n', 'https://a.example/%07?%09#'],
    ['https://a.example/?a=<b>"`\\^{|}[c]', 'https://a.example/?a=%3Cb%3E%22%60%5C%5E%7B%7C%7D%5Bc%5D'],
    ['https://a.example/a/../b', 'https://a.example/b'],
    ['http://[::1]:3000/', 'http://[::1]:3000/'],
    ['http://0x7f.1/', 'http://127.0.0.1/'],
  ])('%j is %s', (raw, url) => expect(webUrl(raw)).toBe(url));

  it('is the same when it is made canonical again, and ASCII without anything that could end it', () => {
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom('', 'x/', '?', '#', '?#'), fc.string({ unit: 'binary' })), ([before, rest]) => {
        const url = webUrl(`https://a.example/${before}${rest}`);
        expect(url).toMatch(/^https:\/\/a\.example\/[!#-;=?-Z_a-z~]*$/);
        expect(webUrl(url ?? '')).toBe(url);
      }),
      { numRuns: 400 },
    );
  });
});

describe('is no link, and shows its label and its address', () => {
  it.each([
    ['a script', '[a](javascript:alert(1))', 'a (`javascript:alert(1)`)'],
    ['a script with a line feed in its scheme', '[a](java&#10;script:x)', 'a (`java script:x`)'],
    ['data', '[a](data:text/html,x)', 'a (`data:text/html,x`)'],
    ['a file', '[a](file:///etc/passwd)', 'a (`file:///etc/passwd`)'],
    ['a deep link into a chat', '[a](slack://user?id=U2)', 'a (`slack://user?id=U2`)'],
    ['a relative address', '[a](/x)', 'a (`/x`)'],
    ['an address without a scheme', '[a](//evil.example/x)', 'a (`//evil.example/x`)'],
    ['a user', '[a](https://bank.example@evil.example/)', 'a (`https://bank.example@evil.example/`)'],
    ['a user and a password', '<https://u:p@evil.example/>', '`https://u:p@evil.example/`'],
    ['a backslash for a slash', '[a](https:\\\\\\\\evil.example)', 'a (`https:\\\\evil.example`)'],
    ['a backtick in its host', '[a](https://a%60b.example/)', 'a (`https://a%60b.example/`)'],
    ['an e-mail address', '[a](mailto:ana@a.example)', 'a (`mailto:ana@a.example`)'],
    ['an empty address', '[a]()', 'a'],
    ['a label with another host', '[bank.example](https://evil.example/x)', 'bank.example (`https://evil.example/x`)'],
    ['a label with another URL', '[https://bank.example/](https://evil.example/)', '`https://bank.example/` (`https://evil.example/`)'],
    [
      'a label with another host somewhere',
      '[log in at bank.example now](https://evil.example/)',
      'log in at bank.example now (`https://evil.example/`)',
    ],
    ['a label with a host below', '[example.com.evil.example](https://example.com/)', 'example.com.evil.example (`https://example.com/`)'],
    [
      'a label with a user before the host',
      '[https://evil.example@a.example](https://evil.example/)',
      '`https://evil.example@a.example` (`https://evil.example/`)',
    ],
    ['a label with another IP address', '[10.0.0.1](https://evil.example/)', '10.0.0.1 (`https://evil.example/`)'],
    ['a label with full-width letters', '[ｂａｎｋ．example](https://evil.example/)', 'ｂａｎｋ．example (`https://evil.example/`)'],
    ['a label with an ideographic full stop', '[bank。example](https://evil.example/)', 'bank。example (`https://evil.example/`)'],
    ['a label with another host in bold', '[**bank**.example](https://evil.example/)', 'bank.example (`https://evil.example/`)'],
    ['a label with letters that look alike', '[аррӏе.example](https://apple.example/)', 'аррӏе.example (`https://apple.example/`)'],
    [
      'a label that shows its host in other letters',
      '[münchen.example](https://münchen.example/)',
      'münchen.example (`https://xn--mnchen-3ya.example/`)',
    ],
    [
      'a label with a hidden character in a host',
      '[ban\u200Bk.example](https://evil.example/)',
      'ban⟨U+200B⟩k.example (`https://evil.example/`)',
    ],
    ['a label that ends like a page but has a path', '[bank.md/login](https://evil.example/)', 'bank.md/login (`https://evil.example/`)'],
  ])('%s', (_, text, shown) => {
    expect(linksIn(text)).toEqual([]);
    expect(plainText(parsed(text))).toBe(shown);
  });
});

describe('is a link', () => {
  it.each([
    ['a page of a handbook', '[staging.md](https://wiki.acme.example/x)', 'staging.md', 'https://wiki.acme.example/x'],
    ['words', '[the runbook, e.g. v1.2](https://a.example/)', 'the runbook, e.g. v1.2', 'https://a.example/'],
    ['a file name', '[Node.js config.json](https://a.example/)', 'Node.js config.json', 'https://a.example/'],
    ['its own host', '[see a.example](https://a.example/x)', 'see a.example', 'https://a.example/x'],
    ['its own host with www', '[A.example.](https://www.a.example/x)', 'A.example.', 'https://www.a.example/x'],
    ['its own URL, which needs no label', '[https://a.example](https://a.example/)', 'https://a.example/', 'https://a.example/'],
    ['nothing as label', '[](https://a.example/)', 'https://a.example/', 'https://a.example/'],
    [
      'a host in other letters, shown in ASCII',
      '<https://аррӏе.example>',
      'https://xn--80ak6aa92e.example/',
      'https://xn--80ak6aa92e.example/',
    ],
    ['a bare URL', 'https://a.example/x_y_z', 'https://a.example/x_y_z', 'https://a.example/x_y_z'],
    ['a bare URL that was escaped', 'https\\://a.example/x', 'https://a.example/x', 'https://a.example/x'],
    ['a bare URL in brackets', '(https://a.example/(x)).', 'https://a.example/(x)', 'https://a.example/(x)'],
    ['a bare host with www', 'www.a.example', 'http://www.a.example/', 'http://www.a.example/'],
  ])('%s', (_, text, label, url) => expect(linksIn(text)).toEqual([{ kind: 'link', label, url }]));
});

it.each([
  ['https\\://u:p@evil.example/x', '`https://u:p@evil.example/x`'],
  ['ftp://evil.example', '`ftp://evil.example`'],
  ['postgres://u:p@db/x, and more', '`postgres://u:p@db/x`, and more'],
  ['x `a`https\\://u@b.example', 'x `ahttps://u@b.example`'],
])('makes code of the bare URL %s', (text, shown) => {
  expect(linksIn(text)).toEqual([]);
  expect(plainText(parsed(text))).toBe(shown);
});
