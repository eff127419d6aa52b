/** `/countersign drafts` and `/countersign queue`: what concerns this person, as elsewhere a page of their own shows it. */
import { HOME_LISTS } from '#adapter';
import type { HomeItem, HomeList, HomeSection, PersonId } from '#adapter';
import { buttonsOf, openButton, turningButtons } from '../components/buttons.ts';
import { isPointer } from '../components/ids.ts';
import { bold, inert, plain, quoted } from '../components/markdown.ts';
import { fits, text } from '../components/pieces.ts';
import type { Piece } from '../components/pieces.ts';
import { SAID } from '../errors.ts';
import * as answers from './answers.ts';
import type { Context, Response } from './context.ts';
import type { Option } from './shapes.ts';

const LISTS: { [command: string]: readonly HomeList[] } = { drafts: ['open', 'published'], queue: ['to_review'] };

/** The newest of each list. Null for every other command. */
export async function showLists(context: Context, person: PersonId, [chosen]: Option[]): Promise<Response | null> {
  const shown = chosen === undefined ? null : await componentsFor(context, person, { command: chosen.name, pages: [] });
  return shown && answers.ask(shown);
}

/** Another page in place of the one that is shown. */
export async function turnLists(context: Context, person: PersonId, to: Turned): Promise<Response | null> {
  const shown = await componentsFor(context, person, to);
  return shown && answers.changeTo(shown);
}

interface Turned {
  command: string;
  /** Of each list of the command, from 0; the first where none is said. */
  pages: number[];
}

async function componentsFor({ inbound }: Context, person: PersonId, { command, pages }: Turned): Promise<Piece[] | null> {
  const lists = Object.hasOwn(LISTS, command) ? LISTS[command] : undefined;
  if (lists === undefined) return null;
  const pageOf = (list: HomeList): number => pages[lists.indexOf(list)] ?? 0;
  const wanted = Object.fromEntries(HOME_LISTS.map((list) => [list, lists.includes(list) ? pageOf(list) : 0])) as Record<HomeList, number>;
  const home = await inbound.home({ person, pages: wanted });
  const sections = lists.flatMap((list) => home.sections.filter((one) => one.list === list));
  if (sections.length === 0) return [text(plain(inert(home.title)))];
  return fitting(sections, command);
}

const LEAST = { question: 0, actions: false };

/** How much of a page is shown, from the most on: the questions, cut to so many characters, and what can be done from the list. */
const AS_MUCH_AS_FITS = [
  { question: 200, actions: true },
  { question: 60, actions: true },
  { question: 60, actions: false },
  { question: 0, actions: true },
  LEAST,
];
type Much = typeof LEAST;

/** A page is one message, whole: rather without the words of its questions than without one of its lines. */
function fitting(sections: HomeSection[], command: string): Piece[] {
  const pages = sections.map(({ page }) => page);
  const turning = turningButtons(sections.flatMap((section, nth) => turnsOf(section, command, pages, nth)));
  for (const much of AS_MUCH_AS_FITS) {
    const components = [...sections.flatMap((section) => sectionPieces(section, much)), ...turning];
    if (fits(components)) return components;
  }
  const end = [text(plain(inert(SAID.notAllShown.words))), ...turning];
  const components: Piece[] = [];
  for (const piece of sections.flatMap((section) => sectionPieces(section, LEAST))) {
    if (fits([...components, piece, ...end])) components.push(piece);
  }
  return [...components, ...end];
}

function turnsOf({ page, more, title }: HomeSection, command: string, pages: readonly number[], nth: number) {
  const to = (label: string, next: number) => ({ label: `${label}: ${title}`, command, pages: pages.with(nth, next) });
  return [...(page > 0 ? [to('Newer', page - 1)] : []), ...(more ? [to('Older', page + 1)] : [])];
}

function sectionPieces({ title, empty, items, page, more }: HomeSection, much: Much): Piece[] {
  return [
    text(bold(plain(inert(`${title}${page === 0 ? '' : `, page ${page + 1}`}${more ? ' (older ones not shown)' : ''}`)))),
    ...(items.length === 0 ? [text(plain(inert(empty)))] : items.flatMap((item) => itemPieces(item, much))),
  ];
}

function itemPieces({ draft, sentence, question, card, cardIn, publication, actions }: HomeItem, much: Much): Piece[] {
  const toCard = card === null ? null : linkTo(card, cardIn);
  const links = [
    ...(toCard === null ? [] : [`[The card](<${toCard}>)`]),
    ...(publication === null
      ? []
      : [
          `[The post](<https://discord.com/channels/${publication.workspace}/${publication.thread ?? publication.channel}/${publication.message}>)`,
        ]),
  ];
  const asked = much.question === 0 ? '' : shortened(question, much.question);
  const words = [plain(inert(sentence)), asked === '' ? '' : quoted(plain(inert(asked))), links.join(' · ')];
  return [
    text(words.filter((one) => one !== '').join('\n')),
    // What stands nowhere is opened from here, for this person alone.
    ...(links.length === 0 ? openButton(draft) : []),
    ...(much.actions ? buttonsOf(actions, draft) : []),
  ];
}

/** Null for a card that stands in no place of its own: a message points to it, or it was opened from a list. */
function linkTo({ surface, message }: NonNullable<HomeItem['card']>, room: HomeItem['cardIn']): string | null {
  if (isPointer(surface)) return null;
  const server = room === null ? '@me' : room.split(':')[1];
  return `https://discord.com/channels/${server}/${surface}/${message}`;
}

/** Their own words, by which they know it again; never between the two halves of one character. */
function shortened(words: string, most: number): string {
  const characters = [...words];
  return characters.length <= most ? words : `${characters.slice(0, most - 1).join('')}…`;
}
