/** How the tests plant a violation: in what happens, in what is disclosed of it, or in what is handed in. */
import type { Evidence } from './check.ts';
import { honestStory } from './honest-story.ts';
import type { Rule } from './rules.ts';
import { continued, changed, disclosedAs, evidenceOf, stepOf, without } from './told.ts';
import type { Change, Step, Told } from './told.ts';

export interface Planted {
  rule: Rule;
  what: string;
  story?: (honest: Told) => Told;
  /** What is changed in what is handed in. */
  handed?: (evidence: Evidence) => Evidence;
}

type Turn = (told: Told) => Told;

export function plantedEvidence({ story = (told) => told, handed = (evidence) => evidence }: Planted): Evidence {
  return handed(evidenceOf(story(honestStory())));
}

export function inExport(from: string | RegExp, to: string): (evidence: Evidence) => Evidence {
  return (evidence) => ({ ...evidence, exported: evidence.exported.replace(from, to) });
}

export const entry =
  (name: string, change: Change): Turn =>
  (told) =>
    changed(told, name, { entry: change });
export const wire =
  (name: string, change: Change): Turn =>
  (told) =>
    changed(told, name, { wire: change });
export const body = (name: string, change: Change): Turn => wire(name, { body: change });
export const card = (name: string, change: Change): Turn => body(name, { card: change });
export const followed =
  (name: string, ...steps: Step[]): Turn =>
  (told) =>
    continued(told, name, ...steps);
export const gone =
  (name: string): Turn =>
  (told) =>
    without(told, name);
export const moved =
  (name: string, behind: string): Turn =>
  (told) =>
    continued(without(told, name), behind, stepOf(told, name));

/** The disclosed lines of this kind that have these values are changed. */
export function line(kind: string, change: Change, of: Change = {}): Turn {
  return (told) => disclosedAs(told, (one) => (isLike(one, { kind, ...of }) ? { ...one, ...change } : one));
}

export function hidden(kind: string, of: Change = {}): Turn {
  return (told) => disclosedAs(told, (one) => (isLike(one, { kind, ...of }) ? null : one));
}

/** What the platform says of somebody. */
export function somebody(id: string, change: Change): Turn {
  return (told) => ({
    ...told,
    world: { ...told.world, people: told.world.people.map((one) => (one['id'] === id ? { ...one, ...change } : one)) },
  });
}

function isLike(one: Readonly<Change>, of: Change): boolean {
  return Object.entries(of).every(([name, value]) => one[name] === value);
}
