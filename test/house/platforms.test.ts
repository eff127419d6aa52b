import { describe, expect, it } from 'vitest';
import { filesOfRepository, textOf } from './tree.ts';

/** Where, outside of its own folder, the product knows a platform by its name. CONTRIBUTING.md says the same. */
const PLACES: Record<string, readonly string[]> = {
  'what it is set by, and that no agent gets it': [
    'src/settings.ts',
    'src/platform-settings.ts',
    'src/config.ts',
    'src/agents/our-variables.ts',
  ],
  'where it is plugged in': ['adapters/index.ts', 'src/main.ts'],
  'what its ids mean in the rules': ['src/rules/references.ts'],
};

/** And one that signs what it delivers: what its signature is of, and how an auditor reads it. */
const SIGNS: Record<string, readonly string[]> = {
  slack: [],
  discord: ['src/adapter.ts', 'src/log/evidence.ts', 'src/cli/evidence.ts'],
};

/** Code without comments, and without ids that messages give as examples. */
function codeOf(path: string): string {
  return textOf(path)
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replaceAll(/\b(?:slack|discord):[A-Z][\w:*-]*/g, '');
}

const product = filesOfRepository().filter((path) => /^(src\/.*|adapters\/index)[.]ts$/.test(path));

describe('a platform', () => {
  it('is named in three places outside of its own folder, and nowhere else in the product', () => {
    for (const [name, pattern] of Object.entries({ slack: /slack|Slack|SLACK/, discord: /discord|Discord|DISCORD/ })) {
      const places = [...Object.values(PLACES).flat(), ...(SIGNS[name] ?? [])];
      const named = product.filter((path) => pattern.test(codeOf(path)));
      expect(
        named.filter((path) => !places.includes(path)),
        name,
      ).toEqual([]);
      expect(
        places.filter((path) => !named.includes(path)),
        name,
      ).toEqual([]);
    }
  });

  it('is told of in CONTRIBUTING.md with every one of them', () => {
    const page = textOf('CONTRIBUTING.md');
    for (const path of [...Object.values(PLACES), ...Object.values(SIGNS)].flat()) expect(page, path).toContain(`\`${path}\``);
  });
});
