import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages } from './markdown.ts';
import { filesOfRepository, root, textOf } from './tree.ts';

interface Link {
  page: string;
  target: string;
  anchor: string | undefined;
}

/** Links to our own files and headings; those of other places are nobody's to test. */
function linksOf(page: string): Link[] {
  const prose = textOf(page).replaceAll(/^```[^]*?^```/gm, '');
  return [...prose.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(([, target = '', anchor]) => ({
    page,
    target,
    anchor,
  }));
}

/** From the root of the repository; a link without a file leads within its page. */
function fileOf({ page, target }: Link): string {
  return target === '' ? page : relative(root, join(root, dirname(page), target));
}

/** The anchors that a page has, as they are made of its headings: lower case, without marks, spaces as hyphens, numbered when they repeat. */
function anchorsOf(page: string): Set<string> {
  const prose = textOf(page).replaceAll(/^```[^]*?^```/gm, '');
  const seen = new Map<string, number>();
  const anchors = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replaceAll(/[^\p{L}\p{M}\p{N} _-]/gu, '').replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(anchors);
}

function told({ page, target, anchor }: Link): string {
  return `${page} links to ${target}${anchor === undefined ? '' : `#${anchor}`}, which is not there`;
}

describe('our pages', () => {
  const links = pages().flatMap(linksOf);

  it('link only to what is there', () => {
    expect(links.length).toBeGreaterThan(60);
    expect(links.filter((link) => !existsSync(join(root, fileOf(link)))).map(told)).toEqual([]);
  });

  it('link only to headings that are there', () => {
    const withAnchor = links.filter(({ anchor }) => anchor !== undefined);
    expect(withAnchor.length).toBeGreaterThan(5);
    const lost = withAnchor.filter((link) => existsSync(join(root, fileOf(link))) && !anchorsOf(fileOf(link)).has(link.anchor ?? ''));
    expect(lost.map(told)).toEqual([]);
  });

  it('name only files that are there, in docs', () => {
    const pagesOfDocs = pages().filter((path) => path.startsWith('docs/'));
    const named = pagesOfDocs.flatMap((page) =>
      [...textOf(page).matchAll(/`((?:src|test|adapters|scripts)\/[\w./-]+[.](?:ts|md|json))`/g)].map(([, path = '']) => ({ page, path })),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('are reached from docs/README.md, every one of the folder', () => {
    const reached = linksOf('docs/README.md').map(fileOf);
    const there = filesOfRepository().filter((path) => /^docs\/[^/]+$/.test(path) && path !== 'docs/README.md');
    expect(there.length).toBeGreaterThan(6);
    expect(there.filter((path) => !reached.includes(path))).toEqual([]);
  });
});
