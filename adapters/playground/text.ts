import { channelIdOf, mentionsIn } from '#adapter';
import type { Block, Credit, Inline, Place, PostRequest, Tree } from '#adapter';
import { PUBLISH } from './wire.ts';

/** The request that publishes this text: plain text, the credit's line below it, and nobody told but those whom the text mentions. */
export function compose(tree: Tree, destination: Place, credit: Credit): PostRequest {
  return {
    method: PUBLISH,
    body: {
      channel: channelIdOf(destination),
      thread: destination.thread,
      text: `${plainText(tree)}\n\n${credit.line}`,
      notify: mentionsIn(tree).map((mention) => mention.person),
      metadata: { publication: credit.publicationId, reference: credit.reference, draft: credit.draft, revision: credit.revision },
      actions: [{ id: 'retract', label: 'Retract' }],
    },
  };
}

/** The playground shows plain text only, so that is what is posted: the words, with marks only where they carry meaning. */
export function plainText(tree: Tree): string {
  return tree.blocks.map(block).join('\n\n');
}

function block(node: Block): string {
  switch (node.kind) {
    case 'paragraph':
    case 'heading':
      return inlines(node.children);
    case 'list':
      return node.items.map((item, index) => listItem(item, node.ordered ? `${index + 1}. ` : '- ')).join('\n');
    case 'quote':
      return everyLine(node.blocks.map(block).join('\n\n'), '> ');
    case 'code': {
      const fence = fenceFor(node.text, 3);
      return `${fence}${node.language}\n${node.text}\n${fence}`;
    }
  }
}

function listItem(blocks: Block[], mark: string): string {
  return mark + everyLine(blocks.map(block).join('\n'), ' '.repeat(mark.length)).slice(mark.length);
}

function inlines(nodes: Inline[]): string {
  return nodes.map(inline).join('');
}

function inline(node: Inline): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    // The marks stay: without them, what stands on their two sides could join to an address that no card showed.
    case 'strong':
      return `**${inlines(node.children)}**`;
    case 'emphasis':
      return `*${inlines(node.children)}*`;
    case 'code': {
      const fence = fenceFor(node.text, 1);
      const gap = node.text.startsWith('`') || node.text.endsWith('`') ? ' ' : '';
      return fence + gap + node.text + gap + fence;
    }
    case 'link':
      return node.label === '' || node.label === node.url ? node.url : `${node.label} (${node.url})`;
    case 'mention':
      return `@${node.name}`;
    case 'break':
      return '\n';
  }
}

/** More backticks in a row than the text holds anywhere. */
function fenceFor(text: string, atLeast: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  return '`'.repeat(Math.max(atLeast, longest + 1));
}

function everyLine(text: string, before: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? before.trimEnd() : before + line))
    .join('\n');
}
