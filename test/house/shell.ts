/** Reads the shell of our pages: enough to name every command that somebody would run, and nothing more. */

export interface Command {
  /** The program and its arguments, unquoted. */
  words: string[];
  /** What is set in front of it: `PORT=0 npm start`. */
  variables: string[];
}

const SEPARATORS = ['&&', '||', ';', '|', '\n', '{', '}', '(', ')', '&'];

/** Throws with an instruction for what it does not understand. */
export function commandsOf(text: string): Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  const end = (): void => {
    const plain = withoutRedirections(words);
    const first = plain.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
    const at = first === -1 ? plain.length : first;
    if (plain.length > 0) commands.push({ variables: plain.slice(0, at), words: plain.slice(at) });
    words = [];
  };
  for (const { word, isPlain } of tokensOf(text)) {
    if (isPlain && SEPARATORS.includes(word)) end();
    else words.push(word);
  }
  end();
  return commands;
}

function withoutRedirections(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let nth = 0; nth < words.length; nth += 1) {
    const word = words[nth] ?? '';
    if (word.startsWith('<<')) throw new Error('a here-document is not read; show the file in a block of its own');
    const [, target] = /^\d?(?:>>?|<)(&\d|.*)$/.exec(word) ?? [];
    if (target === undefined) kept.push(word);
    else if (target === '') nth += 1;
  }
  return kept;
}

const TOKEN = /\\\n|[ \t]+|#[^\n]*|\n|&&|\|\||[;|&](?!\d)|(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|\$\([^)]*\)|\d?>>?&\d|[^\s;|&"'\\])+/g;

function* tokensOf(text: string): Generator<{ word: string; isPlain: boolean }> {
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (found.index !== at) throw new Error(`“${text.slice(at, found.index)}” is not read as a shell would; write it more simply`);
    const [word] = found;
    at += word.length;
    if (/^([ \t]|#|\\\n)/.test(word)) continue;
    const bare = word.replaceAll(
      /\\(.)|"((?:\\.|[^"\\])*)"|'([^']*)'/g,
      (_all, ...parts: (string | undefined)[]) => parts.slice(0, 3).find((part) => part !== undefined) ?? '',
    );
    yield { word: bare, isPlain: bare === word };
  }
  if (at !== text.length) throw new Error(`“${text.slice(at)}” is not read as a shell would; write it more simply`);
}
