import type { Card } from './shapes.ts';

type Part = Card['parts'][number];
/** A part as people get it: the answer's place holds the answer. */
export type ShownPart = Exclude<Part, { kind: 'answer' }> | { kind: 'answer'; preview: string };

export function shownParts(card: Card): ShownPart[] {
  return card.parts.map((part) => (part.kind === 'answer' ? { kind: 'answer', preview: card.preview ?? '' } : part));
}

/** The whole card as plain text, in reading order. */
export function textOfCard(card: Card): string {
  return [card.title, ...shownParts(card).map(textOfPart)].filter((text) => text !== '').join('\n\n');
}

function textOfPart(part: ShownPart): string {
  switch (part.kind) {
    case 'sentence':
      return part.text;
    case 'question':
    case 'partial':
      return `${part.lead} “${part.text}”`;
    case 'answer':
      return part.preview;
    case 'difference':
      return `${part.lead}\n${part.parts.map(textOfChange).join('')}`;
  }
}

function textOfChange(change: { kind: 'same' | 'removed' | 'added'; text: string }): string {
  return change.kind === 'same' ? change.text : `[${change.kind}: ${change.text}]`;
}
