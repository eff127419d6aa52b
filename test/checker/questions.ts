import { fieldsOf, listIn, textIn } from './json.ts';
import type { Fields } from './json.ts';
import type { Request } from './wire.ts';

/** The question of each draft, as the first card that was put anywhere has it. All later ones are held against that. */
export function questionsOf(wire: readonly Request[]): Map<string, string> {
  const questions = new Map<string, string>();
  for (const { stored, fields } of wire) {
    const card = fieldsOf(fields?.['card']);
    const [question] = questionsIn(card);
    const draft = textIn(card, 'draft');
    if (stored && question !== undefined && !questions.has(draft)) questions.set(draft, question);
  }
  return questions;
}

/** The words of a person that this card repeats. */
export function questionsIn(card: Fields | null): string[] {
  const parts = listIn(card, 'parts').map(fieldsOf);
  return parts.filter((part) => part?.['kind'] === 'question').map((part) => textIn(part, 'text'));
}
