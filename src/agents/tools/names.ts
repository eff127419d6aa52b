/** What APIs of models take for the name of a function: https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools */
const MOST = 64;

/** A name for each tool, `server/tool`, that a model can be offered it by; no two are alike, and the same list gets the same names. */
export function safeNames(tools: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const tool of tools) {
    const plain = tool.replaceAll(/[^a-zA-Z0-9_-]/g, '_');
    let name = plain.slice(0, MOST);
    for (let count = 2; taken.has(name); count += 1) name = `${plain.slice(0, MOST - `_${count}`.length)}_${count}`;
    taken.add(name);
    names.set(tool, name);
  }
  return names;
}

/** `server/tool` in its two halves; a tool's own name may hold more slashes. */
export function partsOf(tool: string): { server: string; tool: string } {
  const at = tool.indexOf('/');
  return { server: tool.slice(0, at), tool: tool.slice(at + 1) };
}
