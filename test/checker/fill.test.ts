import { expect, it } from 'vitest';
import { filled, inWords, SLOT } from './fill.ts';

it('puts the names wherever the slot stands, and changes nothing else', () => {
  const body = { text: `Approved by ${SLOT}.`, list: [SLOT, 1, null, true], other: 'as it is' };
  expect(filled(body, ['Ana', 'Ben'])).toEqual({
    text: 'Approved by Ana and Ben.',
    list: ['Ana and Ben', 1, null, true],
    other: 'as it is',
  });
});

it('fills nothing where there is no slot, and never with nobody', () => {
  expect(filled({ text: 'Approved by approvers.', none: null }, ['Ana'])).toBeNull();
  expect(filled({ text: SLOT }, [])).toBeNull();
});

it('lists names as people do', () => {
  expect([['Ana'], ['Ana', 'Ben'], ['Ana', 'Ben', 'Chloe']].map(inWords)).toEqual(['Ana', 'Ana and Ben', 'Ana, Ben and Chloe']);
});
