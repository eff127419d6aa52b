import { describe, expect, it } from 'vitest';
import { rulesPage } from '../../scripts/pages/rules-page.ts';
import { STATES } from '../../src/core/draft.ts';
import { FACT_OF } from '../../src/core/lifecycle.ts';
import { LABELS } from '../../src/core/sentences.ts';
import { rulesJsonSchema } from '../../src/rules/json-schema.ts';
import { pages } from './markdown.ts';
import { filesOfRepository, textOf } from './tree.ts';

const docs = filesOfRepository().filter((path) => /^docs\/.*[.]md$/.test(path));

it('every page of docs begins with one sentence that says what it answers', () => {
  const others = docs.filter((path) => !/^docs\/decisions\/\d/.test(path));
  expect(others.length).toBeGreaterThan(6);
  expect(others.filter((path) => !/^# [^\n]+\n\n(This (page|folder) (says|lists)|How to) [^\n]+[.]\n/.test(textOf(path)))).toEqual([]);
});

describe('docs/rules.md', () => {
  const page = textOf('docs/rules.md');

  it('is what its generator writes (npm run generate)', () => {
    expect(page).toBe(rulesPage());
  });

  it('holds the example as it is shipped, and explains each of its channels', () => {
    const example = textOf('countersign.example.yaml');
    expect(page).toContain(`\`\`\`yaml\n${example}\`\`\``);
    const channels = [...example.matchAll(/(?:channel|match): playground:acme:([a-z-]+)/g)].map(([, name = '']) => name);
    const explained = [...page.matchAll(/^Rule: (?:channel|match) playground:acme:([a-z-]+)/gm)].map(([, name = '']) => name);
    expect(channels.length).toBeGreaterThan(3);
    expect(explained).toEqual(channels);
  });

  it('has a line for every key that the schema describes', () => {
    const described = [...rulesJsonSchema().matchAll(/"description": "((?:[^"\\]|\\.)*)"/g)].slice(1);
    const rows =
      page
        .split('## Every key')[1]
        ?.split('\n## ')[0]
        ?.match(/^\| `[^`]+` \|/gm) ?? [];
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.length).toBe(described.length);
  });
});

describe('docs/lifecycle.md', () => {
  const prose = textOf('docs/lifecycle.md').split('<!-- moves -->')[0] ?? '';
  const diagram = /```text\n([^]*?)```/.exec(prose)?.[1] ?? '';

  it('draws every state and every command', () => {
    expect(STATES.filter((state) => !new RegExp(`\\b${state}\\b`).test(diagram))).toEqual([]);
    expect(Object.keys(FACT_OF).filter((command) => !new RegExp(`\\b${command}\\b`).test(diagram))).toEqual([]);
  });

  it('explains every effect that its table names', () => {
    const table = textOf('docs/lifecycle.md').split('<!-- moves -->')[1] ?? '';
    const effects = [...table.matchAll(/\| ([a-z_, –]+) \|$/gm)]
      .flatMap(([, cell = '']) => cell.split(', '))
      .filter((one) => one !== '–' && one !== 'effects');
    expect(new Set(effects).size).toBeGreaterThan(8);
    expect([...new Set(effects)].filter((effect) => !prose.includes(`\`${effect}\``))).toEqual([]);
  });
});

describe('docs/words.md', () => {
  const page = textOf('docs/words.md');
  const labels: Record<keyof typeof LABELS, string> = {
    publishNow: LABELS.publishNow(),
    askReviewers: LABELS.askReviewers('…'),
    edit: LABELS.edit(),
    editTakesBack: LABELS.editTakesBack(),
    askAgain: LABELS.askAgain(),
    keepPrivate: LABELS.keepPrivate(),
    close: LABELS.close(),
    postElsewhere: LABELS.postElsewhere(),
    stop: LABELS.stop(),
    tryAgain: LABELS.tryAgain(),
    retract: LABELS.retract(),
    approveAndPublish: LABELS.approveAndPublish(),
    approveOneOf: LABELS.approveOneOf(1, 2),
    reject: LABELS.reject(),
  };

  it('explains every button, and none that there is not', () => {
    expect(Object.values(labels).filter((label) => !page.includes(`*${label}*`))).toEqual([]);
    const explained = [...(page.split('## The buttons')[1] ?? '').matchAll(/^\| \*\*([^*]+)\*\* \|/gm)].map(([, label = '']) => label);
    expect(explained.length).toBeGreaterThan(10);
    expect(explained.filter((label) => !Object.values(labels).includes(label))).toEqual([]);
  });
});

describe('what is promised', () => {
  it('stands in the README with the words of SECURITY.md, and only there', () => {
    const [, promise = ''] = /^\*\*Promised\.\*\* (.+)$/m.exec(textOf('SECURITY.md')) ?? [];
    expect(promise.length).toBeGreaterThan(100);
    expect(textOf('README.md')).toContain(`\nPromised. ${promise}\n`);
    const others = pages().filter((path) => !['README.md', 'SECURITY.md'].includes(path));
    expect(others.filter((path) => /what(ever)? (bytes )?an agent (writes|outputs)/i.test(textOf(path)))).toEqual([]);
  });
});

describe('docs/decisions', () => {
  const decisions = docs.filter((path) => /^docs\/decisions\/\d/.test(path));

  it('are numbered without a gap, dated, and say context, decision and consequences', () => {
    expect(decisions.length).toBeGreaterThan(8);
    expect(decisions.map((path) => Number(path.slice('docs/decisions/'.length).slice(0, 4)))).toEqual(decisions.map((_, nth) => nth + 1));
    const form = /^# (\d{4}) [^\n]+\n\n20\d\d-\d\d-\d\d · [^\n]+\n\n## Context\n[^]+\n## Decision\n[^]+\n## Consequences\n/;
    expect(decisions.filter((path) => form.exec(textOf(path))?.[1] !== path.slice('docs/decisions/'.length).slice(0, 4))).toEqual([]);
  });

  it('stand in the list with the words of their titles', () => {
    const list = textOf('docs/decisions/README.md');
    const rows = decisions.map((path) => {
      const [, number = '', title = ''] = /^# (\d{4}) (.+)$/m.exec(textOf(path)) ?? [];
      return `| [${number}](${path.slice('docs/decisions/'.length)}) | ${title} |`;
    });
    expect(rows.filter((row) => !list.includes(row))).toEqual([]);
  });
});
