import type { CallToolResult } from '@modelcontextprotocol/client';

/** The longest result that a model is given: characters. */
const MOST = 20_000;

/** What a tool answered, as text. Whatever it says is data: nothing in it is followed, fetched or parsed. */
export function resultText({ content, structuredContent, isError }: CallToolResult): string {
  const parts = content.map((part) => {
    if (part.type === 'text') return part.text;
    if (part.type === 'resource' && 'text' in part.resource) return part.resource.text;
    if (part.type === 'resource_link') return `[a link, not followed: ${part.uri}]`;
    return `[left out: ${part.type}]`;
  });
  if (parts.length === 0 && structuredContent !== undefined) parts.push(JSON.stringify(structuredContent));
  return `${isError === true ? 'The tool reports an error:\n' : ''}${cut(parts.join('\n'), MOST)}`;
}

/** With a note of how much is missing. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}\n[cut: ${text.length - most} more characters are left out]`;
}
