import type { Action, Card, CardPart, Json } from '#adapter';

/**
 * A card as the platform takes it. The preview stands once, in a field of its own, as it was approved or is to be
 * approved. The words of people around it lose their live addresses, because a chat fetches what a link leads to.
 */
export function cardBody(card: Card): { [key: string]: Json } {
  const answer = card.parts.find((part) => part.kind === 'answer');
  return {
    id: card.id,
    kind: card.kind,
    title: inert(card.title),
    parts: card.parts.map(partBody),
    preview: answer ? answer.preview : null,
    actions: card.actions.map(actionBody),
    draft: card.draft,
    revision: card.revision,
    state: card.state,
    digest: card.digest,
  };
}

function partBody(part: CardPart): Json {
  switch (part.kind) {
    case 'sentence':
      return { kind: 'sentence', text: inert(part.text), ...(part.role === undefined ? {} : { role: part.role }) };
    case 'question':
    case 'partial':
      return { kind: part.kind, lead: inert(part.lead), text: inert(part.text) };
    case 'answer':
      return { kind: 'answer' };
    case 'difference':
      return {
        kind: 'difference',
        lead: inert(part.lead),
        parts: part.parts.map(({ kind, text }) => ({ kind, text: inert(text) })),
      };
  }
}

/** What stands in an input is the person's to change, so it stays as it is. */
function actionBody({ verb, label, tone, confirm, input }: Action): Json {
  return {
    id: verb,
    label,
    tone,
    confirm: confirm && { text: inert(confirm.text), ok: confirm.ok, cancel: confirm.cancel },
    input: input && {
      label: input.label,
      initial: input.initial,
      maxCharacters: input.maxCharacters,
      isNeeded: input.isNeeded,
      ok: input.ok,
    },
  };
}

/** `https://x` becomes `https[:]//x`, which no client makes a link of. */
function inert(text: string): string {
  return text.replaceAll('://', '[:]//');
}
