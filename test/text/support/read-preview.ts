/**
 * The left inverse of `previewOf`, written from its description and sharing nothing with it: a tree that can be read back from
 * its preview cannot have the preview of another tree.
 */
import type { Block, Inline, Tree } from '../../../src/core/text.ts';

export function readPreview(preview: string): Tree {
  return { blocks: readBlocks(preview.split('\n')) };
}

function readBlocks(lines: string[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (wanted: (line: string) => boolean): string[] => {
    const start = at;
    while (at < lines.length && wanted(lines[at]!)) at += 1;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    if (line === '') at += 1;
    else if (line.startsWith('│'))
      blocks.push({ kind: 'quote', blocks: readBlocks(takeWhile((one) => one.startsWith('│')).map((one) => one.slice(2))) });
    else if (line.startsWith('¦')) blocks.push(readCode(takeWhile((one) => one.startsWith('¦'))));
    else if (/^#{1,6} /.test(line)) {
      at += 1;
      const [marks = ''] = /^#+/.exec(line)!;
      blocks.push({ kind: 'heading', level: marks.length, children: readInline(line.slice(marks.length + 1)) });
    } else if (leadOf(line, 1) !== undefined) blocks.push(takeList());
    else
      blocks.push({ kind: 'paragraph', children: readInline(takeWhile((one) => one !== '' && leadOf(one, 1) === undefined).join('\n')) });
  }
  return blocks;

  function takeList(): Block {
    const ordered = !lines[at]!.startsWith('•');
    const items: Block[][] = [];
    for (;;) {
      const lead = at < lines.length ? leadOf(lines[at]!, items.length + 1) : undefined;
      if (lead === undefined || lead.startsWith('•') === ordered) return { kind: 'list', ordered, items };
      const item = [lines[at]!.slice(lead.length)];
      const indent = ' '.repeat(lead.length);
      at += 1;
      while (at < lines.length && (lines[at]!.startsWith(indent) || (lines[at] === '' && lines[at + 1]?.startsWith(indent)))) {
        item.push(lines[at]!.slice(lead.length));
        at += 1;
      }
      items.push(readBlocks(item));
    }
  }
}

function leadOf(line: string, number: number): string | undefined {
  return ['• ', `${number}. `].find((lead) => line.startsWith(lead));
}

function readCode(lines: string[]): Block {
  const [first = ''] = lines;
  const hasLanguage = first.length > 1 && first[1] !== ' ';
  const text = (hasLanguage ? lines.slice(1) : lines).map((line) => readCodeLine(line.slice(2)));
  return { kind: 'code', language: hasLanguage ? readCodeLine(first.slice(1)) : '', text: text.join('\n') };
}

function readCodeLine(line: string): string {
  return line.replace(
    /\\([\\[⇥])|\[([.:])\]|⇥/g,
    (tab, literal?: string, address?: string) => literal ?? address ?? (tab === '⇥' ? '\t' : tab),
  );
}

function readInline(text: string): Inline[] {
  const root: Inline[] = [];
  const open: { stars: string; children: Inline[] }[] = [{ stars: '', children: root }];
  const children = (): Inline[] => open.at(-1)!.children;
  const addText = (words: string): void => {
    const last = children().at(-1);
    if (last?.kind === 'text') last.text += words;
    else children().push({ kind: 'text', text: words });
  };
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const escaped = /^\\([\\`*‹›[•│¦#.|:])/.exec(rest);
    const address = /^\[([.:])\]/.exec(rest);
    const url = /^`(https?\[:\]\/\/[^`]*)`/.exec(rest);
    const code = /^`((?:\\[\\`[]|[^`\\]|\\(?![\\`[]))*)`/.exec(rest);
    const link = /^\[((?:\\[\\`*‹›[•│¦#.|:]|\[[.:]\]|[^[`*‹\n\\]|\\(?![\\`*‹›[•│¦#.|:]))*) `(https?\[:\]\/\/[^`]*)`\]/.exec(rest);
    const mention = /^‹@((?:\\[\\`*‹›[•│¦#.|:]|[^›\\]|\\(?![\\`*‹›[•│¦#.|:]))*) ([^ ›]+)›/.exec(rest);
    const stars = /^\*\*?/.exec(rest)?.[0];
    let length = 1;
    if (escaped) {
      addText(escaped[1]!);
      length = 2;
    } else if (address) {
      addText(address[1]!);
      length = 3;
    } else if (url) {
      children().push({ kind: 'link', label: urlOf(url[1]!), url: urlOf(url[1]!) });
      length = url[0].length;
    } else if (code) {
      children().push({ kind: 'code', text: codeOf(code[1]!) });
      length = code[0].length;
    } else if (link) {
      children().push({ kind: 'link', label: wordsOf(link[1]!), url: urlOf(link[2]!) });
      length = link[0].length;
    } else if (mention) {
      children().push({ kind: 'mention', name: wordsOf(mention[1]!), person: mention[2] as `${string}:${string}` });
      length = mention[0].length;
    } else if (stars) {
      length = stars.length;
      if (open.at(-1)!.stars === stars) open.pop();
      else {
        const inner: Inline[] = [];
        children().push({ kind: stars === '**' ? 'strong' : 'emphasis', children: inner });
        open.push({ stars, children: inner });
      }
      if (text.startsWith('|*', at + length)) length += 1;
    } else if (rest.startsWith('\n')) children().push({ kind: 'break' });
    else addText(rest[0]!);
    at += length;
  }
  return root;
}

function wordsOf(text: string): string {
  return text.replace(/\\([\\`*‹›[•│¦#.|:])|\[([.:])\]/g, (_, literal?: string, address?: string) => literal ?? address ?? '');
}

function codeOf(text: string): string {
  const words = text.replace(/^\\(?=https?\[:\]\/\/)/i, '');
  return words.replace(
    /^\\\\(?=http)|\\([\\`[])|\[([.:])\]/gi,
    (found, literal?: string, address?: string) => literal ?? address ?? found.slice(1),
  );
}

function urlOf(text: string): string {
  return text.replaceAll('[:]', ':').replaceAll('[.]', '.');
}
