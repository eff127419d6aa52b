import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, Tree } from '#adapter';
import { APPROVERS_SLOT } from '../../../src/core/post.ts';
import type { Harness, StartHarness } from '../harness.ts';
import { newId, times } from './made.ts';

export function composeClauses(startHarness: StartHarness): void {
  describe('composes', () => {
    let h: Harness;
    beforeAll(async () => void (h = await startHarness()));
    afterAll(() => h.stop());

    const credit = () => ({
      line: `Asked by Ana. Approved by ${APPROVERS_SLOT}. cs-7KQ2M9XD`,
      draft: newId('drf'),
      revision: 1,
      publicationId: newId('pub'),
      reference: 'cs-7KQ2M9XD',
    });

    it('the same request from the same text, and asks the platform nothing', async () => {
      const tree = frozen(everyKindOfBlock(h));
      const given = frozen(credit());
      const before = await h.publishRequests();
      expect(h.adapter.compose(tree, frozen(h.places.open), given, null)).toEqual(h.adapter.compose(tree, h.places.open, given, null));
      expect(await h.publishRequests()).toBe(before);
    });

    it('a request that holds every word, then the credit with its slot, unfilled and once', () => {
      const given = credit();
      const request = h.adapter.compose(everyKindOfBlock(h), h.places.open, given, null);
      const texts = stringsIn(request.body).join('\n');
      for (const word of [
        'paragraph',
        'strong',
        'emphasis',
        'inline code',
        'label',
        'https://host.example/path',
        'heading',
        'item',
        'quoted',
        'fenced',
      ]) {
        expect(texts).toContain(word);
      }
      const withSlot = stringsIn(request.body).filter((text) => text.includes(APPROVERS_SLOT));
      expect(withSlot.length).toBeGreaterThan(0);
      for (const text of withSlot) {
        expect(times(APPROVERS_SLOT, text)).toBe(1);
        expect(text.indexOf('fenced')).toBeLessThan(text.indexOf(APPROVERS_SLOT));
      }
      expect(texts).toContain(given.reference);
      expect(texts).toContain(given.publicationId);
    });

    it('nothing that tells anybody but the people whom the text mentions', () => {
      const { reviewer, stranger } = h.people;
      const mention = { kind: 'mention' as const, person: reviewer, name: 'Ben' };
      const wide = { kind: 'text' as const, text: ' @channel @everyone @here ' };
      const tree: Tree = { blocks: [{ kind: 'paragraph', children: [mention, wide, { kind: 'text', text: stranger }] }] };
      const { body } = h.adapter.compose(tree, h.places.open, credit(), null);
      const told = stringsIn(body).filter((text) => text === reviewer || text === stranger);
      expect(told).not.toContain(stranger);
      const silent = h.adapter.compose({ blocks: [{ kind: 'paragraph', children: [wide] }] }, h.places.open, credit(), null);
      for (const person of Object.values(h.people)) expect(stringsIn(silent.body)).not.toContain(person);
    });

    it('only values that canonical JSON can hold', () => {
      const { method, body } = h.adapter.compose(everyKindOfBlock(h), h.places.open, credit(), null);
      expect(method).not.toBe('');
      expect(JSON.parse(JSON.stringify(body))).toEqual(body);
    });
  });
}

function everyKindOfBlock({ people }: Harness): Tree {
  return {
    blocks: [
      {
        kind: 'paragraph',
        children: [
          { kind: 'text', text: 'paragraph ' },
          { kind: 'strong', children: [{ kind: 'text', text: 'strong' }] },
          { kind: 'emphasis', children: [{ kind: 'text', text: 'emphasis' }] },
          { kind: 'break' },
          { kind: 'code', text: 'inline code' },
          { kind: 'link', label: 'label', url: 'https://host.example/path' },
          { kind: 'mention', person: people.reviewer, name: 'Ben' },
        ],
      },
      { kind: 'heading', level: 2, children: [{ kind: 'text', text: 'heading' }] },
      { kind: 'list', ordered: true, items: [[{ kind: 'paragraph', children: [{ kind: 'text', text: 'item' }] }]] },
      { kind: 'quote', blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'quoted' }] }] },
      { kind: 'code', language: 'sh', text: 'fenced' },
    ],
  };
}

function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Throws where somebody writes. */
function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object') {
    for (const child of Object.values(value)) frozen(child as unknown);
    Object.freeze(value);
  }
  return value;
}
