/** `/countersign drafts` and `/countersign queue`: what concerns this person, as elsewhere a page of their own shows it. */
import { HOME_LISTS } from '#adapter';
import type { Home, HomeItem, HomeList, PersonId } from '#adapter';
import { buttonsOf } from '../components/buttons.ts';
import { bold, inert, plain, quoted } from '../components/markdown.ts';
import { MOST, sizeOf, text } from '../components/pieces.ts';
import type { Piece } from '../components/pieces.ts';
import * as answers from './answers.ts';
import type { Context, Response } from './context.ts';
import type { Option } from './shapes.ts';

const LISTS: { [name: string]: readonly HomeList[] } = { drafts: ['open', 'published'], queue: ['to_review'] };

/** Null for every other command. */
export function listsOf([chosen]: Option[]): readonly HomeList[] | null {
  return chosen !== undefined && Object.hasOwn(LISTS, chosen.name) ? (LISTS[chosen.name] ?? null) : null;
}

/** The newest of each list, as many as one message holds. */
export async function showLists({ inbound }: Context, person: PersonId, lists: readonly HomeList[]): Promise<Response> {
  const pages = Object.fromEntries(HOME_LISTS.map((list) => [list, 0])) as Record<HomeList, number>;
  const home = await inbound.home({ person, pages });
  return answers.ask(componentsOf(home, lists));
}

function componentsOf(home: Home, lists: readonly HomeList[]): Piece[] {
  const components: Piece[] = [];
  const add = (...more: Piece[]): void => {
    const size = sizeOf([...components, ...more]);
    if (size.components <= MOST.components && size.characters <= MOST.characters) components.push(...more);
  };
  for (const { title, empty, items } of home.sections.filter(({ list }) => lists.includes(list))) {
    add(text(bold(plain(inert(title)))));
    if (items.length === 0) add(text(plain(inert(empty))));
    for (const item of items) add(...itemPieces(item));
  }
  return components.length > 0 ? components : [text(plain(inert(home.title)))];
}

function itemPieces({ draft, sentence, question, card, publication, actions }: HomeItem): Piece[] {
  const links = [
    ...(card === null ? [] : [`[The card](<https://discord.com/channels/@me/${card.surface}/${card.message}>)`]),
    ...(publication === null
      ? []
      : [
          `[The post](<https://discord.com/channels/${publication.workspace}/${publication.thread ?? publication.channel}/${publication.message}>)`,
        ]),
  ];
  const words = [plain(inert(sentence)), question === '' ? '' : quoted(plain(inert(question))), links.join(' · ')];
  return [text(words.filter((one) => one !== '').join('\n')), ...buttonsOf(actions, draft)];
}
