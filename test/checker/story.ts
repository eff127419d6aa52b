import type { Entry } from './entry.ts';
import type { Disclosed, DisclosedPost } from './export.ts';
import type { Fields } from './json.ts';
import type { History } from './history.ts';
import type { Report } from './rules.ts';
import type { Request } from './wire.ts';
import type { World } from './world.ts';

/** Everything that the rules are about, read and put in order. */
export interface Story {
  entries: readonly Entry[];
  /** The sizes of the checkpoints that hold. */
  sizes: readonly number[];
  histories: ReadonlyMap<string, History>;
  disclosed: Disclosed;
  world: World;
  wire: readonly Request[];
  /** By draft: the words of the person who asked, as the cards repeat them. */
  questions: ReadonlyMap<string, string>;
  report: Report;
}

/** The person who acted; empty when nobody did or the pseudonym was not disclosed. */
export function personOf({ disclosed }: Story, entry: Entry): string {
  return entry.actor === null ? '' : (disclosed.people.get(entry.actor) ?? '');
}

/** The person who asked. */
export function requesterOf(story: Story, history: History): string {
  return personOf(story, history.opened);
}

export function postOf({ disclosed }: Story, draft: string, digest: string): DisclosedPost | undefined {
  return disclosed.posts.find((post) => post.draft === draft && post.digest === digest);
}

export function requirementsOf({ disclosed }: Story, draft: string, digest: string): Fields | undefined {
  return disclosed.requirements.find((one) => one.draft === draft && one.digest === digest)?.requirements;
}
