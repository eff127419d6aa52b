import { AdapterError, HOME_LISTS } from '#adapter';
import type { Home, HomeItem, HomeList, HomeSection } from '#adapter';
import { buttonsOf, OURS, wholeWordsOf } from './buttons.ts';
import { divider, inert, plain, quote, richText, section, sentence, text } from './rich-text.ts';
import type { Piece } from './rich-text.ts';

/** https://docs.slack.dev/surfaces/app-home */
const MOST_BLOCKS = 100;

export type Pages = Record<HomeList, number>;
export const FIRST_PAGES: Pages = { open: 0, to_review: 0, published: 0 };

/** A person's own page. `origin` is the workspace's address, `https://acme.slack.com/`, for links to messages. */
export function homeView(home: Home, origin: string): Piece {
  const blocks = [sentence(inert(home.title), { bold: true }), ...home.sections.flatMap((one) => [divider, ...sectionBlocks(one, origin)])];
  if (blocks.length > MOST_BLOCKS)
    throw new AdapterError('REFUSED', 'The person’s page has more on it than Slack shows, so it was not changed.');
  const pages = Object.fromEntries(home.sections.map(({ list, page }) => [list, page]));
  return { type: 'home', private_metadata: JSON.stringify({ ...FIRST_PAGES, ...pages }), blocks };
}

function sectionBlocks({ list, title, empty, items, page, more }: HomeSection, origin: string): Piece[] {
  return [
    sentence(inert(title), { bold: true }),
    ...(items.length === 0 ? [sentence(inert(empty))] : items.flatMap((item) => itemBlocks(item, origin))),
    ...turning(list, page, more),
  ];
}

function itemBlocks({ draft, sentence: words, question, card, noCard, publication, actions }: HomeItem, origin: string): Piece[] {
  const links = [
    ...(card === null ? [] : [link('Open the card', origin, card.surface, card.message, null)]),
    ...(publication === null ? [] : [link('Open the post', origin, publication.channel, publication.message, publication.thread)]),
  ];
  const separated = links.flatMap((one, index) => (index > 0 ? [...text(' · '), one] : [one]));
  return [
    richText([
      section(text(inert(words))),
      ...(question === '' ? [] : [quote(text(inert(question)))]),
      ...(separated.length === 0 ? [] : [section(separated)]),
      ...(noCard === null ? [] : [section(text(inert(noCard)))]),
    ]),
    ...wholeWordsOf(actions),
    ...buttonsOf(actions, draft),
  ];
}

/** https://docs.slack.dev/reference/methods/chat.getPermalink shows the form; asking for each would cost a request a line. */
function link(label: string, origin: string, channel: string, message: string, thread: string | null): Piece {
  const within = thread === null ? '' : `?thread_ts=${thread}&cid=${channel}`;
  return { type: 'link', text: label, url: `${origin}archives/${channel}/p${message.replace('.', '')}${within}` };
}

function turning(list: HomeList, page: number, more: boolean): Piece[] {
  const to = (label: string, next: number): Piece => ({
    type: 'button',
    action_id: `${OURS}page:${list}:${next}`,
    text: plain(label),
    value: list,
  });
  const buttons = [...(page > 0 ? [to('Newer', page - 1)] : []), ...(more ? [to('Older', page + 1)] : [])];
  return buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }];
}

/** Which page a button turns to; null when it is not such a button. */
export function turnedTo(action: string): { list: HomeList; page: number } | null {
  const [, name, page] = /^cs:page:([a-z_]+):(\d{1,6})$/.exec(action) ?? [];
  const list = HOME_LISTS.find((one) => one === name);
  return list === undefined || page === undefined ? null : { list, page: Number(page) };
}
