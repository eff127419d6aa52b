/** What stands in the channel besides the answer itself, for everybody to read. */

/** The line under a publication. The approvers' slot is put in by `fill`. */
export function creditLine(credit: { agent: string; requester: string; editor: string | null; slot: string; reference: string }): string {
  const edited = credit.editor === null ? '' : ` Edited by ${credit.editor}.`;
  return `Written by ${credit.agent} (AI). Asked by ${credit.requester}.${edited} Approved by ${credit.slot}. ${credit.reference}`;
}

/** What the card shows in place of what nobody knows before it is posted. */
export const PREVIEWED = {
  nowhere: 'nobody else. It stays with you',
  approvers: '(those who approve it)',
} as const;

/** What stands in place of the credit where nothing is ever posted. */
export function staysLine(agent: string, isEdited: boolean): string {
  return `Written by ${agent} (AI)${isEdited ? ' and edited by you' : ''}, for you alone.`;
}

export function tombstone(words: { agent: string; by: string; time: string }): string {
  return `An answer from ${words.agent} was retracted by ${words.by} ${words.time}.`;
}
