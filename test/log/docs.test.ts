import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DRAFT_FACTS, OTHER_FACTS } from '../../src/core/fact.ts';
import { ENTRY_SHAPES, REFS } from '../../src/log/entry-shapes.ts';
import { vectors } from './vectors.ts';

const page = readFileSync(new URL('../../docs/log.md', import.meta.url), 'utf8');
const { entries: signed, later } = vectors('entries');
const entries = [...signed, ...later];
const types = [...DRAFT_FACTS, ...OTHER_FACTS];
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(1, section.indexOf('`', 1)), section.split(/^## /m)[0] ?? '']),
);
const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
/** The first column of the tables under one heading. */
const named = (heading: string): string[] =>
  (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => codeIn(line.split('|')[1] ?? ''));

describe('docs/log.md', () => {
  it('has a section for every type of entry, in the order of the code', () => {
    expect([...sections.keys()]).toEqual(types);
  });

  it.each(types)('says exactly what a %s holds, and shows the golden one', (type) => {
    const section = sections.get(type) ?? '';
    const shape = ENTRY_SHAPES[type];
    const golden = entries.find((entry) => entry.type === type);
    expect(section).toContain(`\`\`\`json\n${golden?.bytes}\n\`\`\``);
    expect(section).toContain(`leaf hash \`${golden?.leafHash}\``);
    const line = section.split('\n').find((one) => one.startsWith('fields ')) ?? '';
    const [fields = '', refs = '', digests = ''] = line.split(' · ');
    expect(codeIn(refs)).toEqual(shape.refs);
    expect(codeIn(digests)).toEqual(shape.digests);
    const actor = { by: ['actor?'], optional: ['actor?'], required: ['actor'], none: [] }[shape.actor];
    const draft = { required: ['draft'], optional: ['draft?'], none: [] }[shape.draft];
    const revision = { required: ['revision'], current: ['revision?'], none: [] }[shape.revision];
    expect(codeIn(fields)).toEqual([...draft, ...(shape.version ? ['version'] : []), ...revision, ...actor]);
  });

  it('explains every field and every ref, and none that does not exist', () => {
    const fields = new Set(entries.flatMap((entry) => Object.keys(JSON.parse(entry.bytes) as object)));
    expect(named('An entry').toSorted()).toEqual([...fields].toSorted());
    expect(named('Refs').toSorted()).toEqual(Object.keys(REFS).toSorted());
  });

  it('explains every digest, with the line that its hash begins with', () => {
    const digests = new Set(Object.values(ENTRY_SHAPES).flatMap((shape) => shape.digests.map((name) => name.replace('?', ''))));
    expect(named('Digests').toSorted()).toEqual([...digests].toSorted());
    for (const format of ['post', 'fill', 'requirements', 'salted', 'rules']) expect(page).toContain(`\`countersign/${format}/v1\``);
  });

  it('shows the checkpoint, the proof, the key file and the verifier key of the vectors', () => {
    const { keyFile, verifierKey, checkpoints } = vectors('checkpoint');
    const proof = vectors('proof').proofs.at(-1);
    for (const text of [keyFile, `${verifierKey}\n`, checkpoints.at(-1)?.note, proof?.file])
      expect(page).toContain(`\`\`\`text\n${text}\`\`\``);
  });
});
