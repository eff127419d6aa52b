import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMarkdown, plainText } from '../../src/text/index.ts';
import { markdown, mentions, parsed } from './support/texts.ts';

it.each([
  ['/deploy now', '`/deploy` now'],
  ['!ban @ana', '`!ban` @ana'],
  ['\\\\dance', '`\\dance`'],
  ['.kick x', '`.kick` x'],
  ['?help', '`?help`'],
  ['$give 5', '`$give` 5'],
  [';;play', '`;;play`'],
  ['\\- x', '`-` x'],
  ['！ban', '`！ban`'],
  ['**/deploy now** x', '**`/deploy` now** x'],
  ['*a*', '*a*'],
  ['/a**b**', '`/a`**b**'],
  ['/a`b` c', '`/ab` c'],
  ['&#47;deploy now', '`/deploy` now'],
  ['\u00A0 /deploy', '`/deploy`'],
  ['[!ban him](https://a.example/)', '`!ban` him (https://a.example/)'],
  ['[/x https://a.example/y](https://a.example/)', '`/x` https://a.example/y (https://a.example/)'],
  ['# /deploy', '# `/deploy`'],
  ['- !x\n- !y', '• `!x`\n• !y'],
  ['> /x', '│ `/x`'],
  ['x\n\n/deploy', 'x\n\n/deploy'],
  ['“/deploy” (x)', '“/deploy” (x)'],
])('shows %j as %j', (text, shown) => expect(plainText(parsed(text))).toBe(shown));

it('begins no post with what another bot would obey', () => {
  const command = fc.tuple(
    fc.constantFrom('', '**', '*', '_', '[', '> ', '- ', '<b>', '\\', '&#x200B;', '&#x20;', '\n'),
    fc.constantFrom('/', '!', '&#33;', '.', '？'),
    markdown,
  );
  fc.assert(
    fc.property(command, (pieces) => {
      const result = parseMarkdown(pieces.join(''), { mentions });
      if (result.ok) expect(plainText(result.tree)).not.toMatch(/^[/!\\.?$;！？]/);
    }),
    { numRuns: 500 },
  );
});
