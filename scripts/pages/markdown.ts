/** What the generated pages are made of. */

/** A table. Cells may hold code spans and links; what would end a cell, or begin HTML or emphasis, is escaped outside of code. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  const pieces = text.replaceAll(/\s*\n\s*/g, ' ').split(/(`[^`]*`)/);
  return pieces.map((piece) => (piece.startsWith('`') ? piece.replaceAll('|', '\\|') : piece.replaceAll(/[|<*]/g, '\\$&'))).join('');
}
