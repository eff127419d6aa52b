import type { Block, Credit, Inline, Place, PostRequest, Tree } from '#adapter';
import { escaped, inert, plain, richText, text } from './blocks/rich-text.ts';
import type { Piece } from './blocks/rich-text.ts';
import { layOut } from './blocks/tree.ts';
import type { Leaves } from './blocks/tree.ts';
import { PUBLISH } from './wire.ts';

/** What our posts are known by when they are looked for. Whoever reads the channel can read it, so it holds ids and nothing else. */
export const PUBLICATION = 'countersign_publication';

/** The value of a button that stands on a publication. */
export const ON_PUBLICATION = 'publication';

/**
 * The request that publishes this text: `rich_text` from the tree, the credit's line below it, and a button to retract. Nobody is told
 * but those whom the text mentions, nothing is fetched for a preview, and Slack is asked to read no marks in any of it.
 */
export function compose(tree: Tree, destination: Place, credit: Credit): PostRequest {
  return {
    method: PUBLISH,
    body: {
      channel: destination.channel,
      ...(destination.thread === null ? {} : { thread_ts: destination.thread, reply_broadcast: false }),
      text: escaped(inert(`${plainText(tree)}\n\n${credit.line}`)),
      blocks: [
        richText(layOut(tree, LIVE)),
        { type: 'context', elements: [plain(credit.line)] },
        { type: 'actions', elements: [{ type: 'button', action_id: 'cs:retract', text: plain('Retract'), value: ON_PUBLICATION }] },
      ],
      mrkdwn: false,
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      metadata: {
        event_type: PUBLICATION,
        event_payload: { publication: credit.publicationId, reference: credit.reference, draft: credit.draft, revision: credit.revision },
      },
    },
  };
}

/** The only place in which an address is live and a person is notified. */
const LIVE: Leaves = {
  text: (words, style) => text(words, style),
  code: (words, style) => text(words, { ...style, code: true }),
  link: (label, url, style) => [
    {
      type: 'link',
      url,
      ...(label === '' || label === url ? {} : { text: label }),
      ...(Object.keys(style).length === 0 ? {} : { style: { ...style } }),
    },
  ],
  mention: (person, name, style) => {
    const [platform, , user] = person.split(':');
    return platform === 'slack' && user ? [{ type: 'user', user_id: user } satisfies Piece] : text(`@${name}`, style);
  },
  mark: (words) => text(words),
  block: (words) => words,
};

/** The same words for notifications and screen readers, which do not read blocks. */
export function plainText(tree: Tree): string {
  return tree.blocks.map(block).join('\n\n');
}

function block(node: Block): string {
  switch (node.kind) {
    case 'paragraph':
    case 'heading':
      return node.children.map(inline).join('');
    case 'list':
      return node.items.map((item, index) => `${node.ordered ? `${index + 1}.` : '•'} ${item.map(block).join('\n')}`).join('\n');
    case 'quote':
      return `> ${node.blocks.map(block).join('\n\n')}`;
    case 'code':
      return node.text;
  }
}

function inline(node: Inline): string {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text;
    case 'strong':
    case 'emphasis':
      return node.children.map(inline).join('');
    case 'link':
      return node.label === '' || node.label === node.url ? node.url : `${node.label} (${node.url})`;
    case 'mention':
      return `@${node.name}`;
    case 'break':
      return '\n';
  }
}
