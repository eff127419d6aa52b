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

const repository = filesOfRepository();

/** Every folder of `adapters/`; in the playground anyone can be anyone, and the product knows that it is there. */
const PLATFORMS = [...new Set(repository.flatMap((path) => /^adapters\/([^/]+)\//.exec(path)?.[1] ?? []))].filter(
  (name) => name !== 'playground',
);

const IDS = new RegExp(String.raw`\b(?:${PLATFORMS.join('|')}):[A-Z][\w:*-]*`, 'g');

/** Code without comments, and without ids that messages give as examples. */
function codeOf(path: string): string {
  return textOf(path)
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replaceAll(IDS, '');
}

/** As code spells it, and not within another word, as `forumsLack` holds one. */
function spelled(name: string): RegExp {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return new RegExp(`(?<![A-Za-z])${name}|${capital}|${name.toUpperCase()}`);
}

const product = repository.filter((path) => /^(src\/.*|adapters\/index)[.]ts$/.test(path));

describe('a platform', () => {
  it('is named in three places outside of its own folder, and nowhere else in the product', () => {
    expect(PLATFORMS).toEqual(expect.arrayContaining(['discord', 'slack']));
    for (const name of PLATFORMS) {
      const pattern = spelled(name);
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
