import type { Fields } from './fields.ts';

export interface View {
  id: string;
  /** Who sees it; nobody else ever does. */
  person: string;
  /** As it was given, ids completed. */
  body: Fields;
  hash: string;
  rootId: string;
  previousId: string | null;
  /** What is written beneath an input, by `block_id`, after a refused submission. */
  errors: Record<string, string>;
  isOpen: boolean;
}

/** The modals that are open, one above the other, and each person's App Home. */
export interface Views {
  open(person: string, body: Fields, id: string, hash: string, above: View | null): View;
  find(idOrExternalId: string): View | undefined;
  /** The topmost one last. */
  openFor(person: string): View[];
  close(view: View): void;
  closeAll(person: string): void;
  homeOf(person: string): View | undefined;
}

export function createViews(): Views {
  const all: View[] = [];
  const isHome = (view: View) => view.body['type'] === 'home';
  const homeOf = (person: string) => all.find((view) => isHome(view) && view.person === person);
  return {
    open(person, body, id, hash, above) {
      const view = { id, person, body, hash, rootId: above?.rootId ?? id, previousId: above?.id ?? null, errors: {}, isOpen: true };
      all.push(view);
      return view;
    },
    find: (id) => all.find((view) => view.isOpen && (view.id === id || view.body['external_id'] === id)),
    openFor: (person) => all.filter((view) => view.person === person && view.isOpen && !isHome(view)),
    close: (view) => void (view.isOpen = false),
    closeAll: (person) => all.filter((view) => view.person === person && !isHome(view)).forEach((view) => (view.isOpen = false)),
    homeOf,
  };
}
