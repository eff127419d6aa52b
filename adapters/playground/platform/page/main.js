// The playground's page: the people's API made visible, for one person or for two side by side.
import { get, wordsOf } from './api.js';
import { createAnnouncer } from './announcer.js';
import { createCorner } from './corner.js';
import { find, findOf } from './dom.js';
import { createGuide } from './guide.js';
import { createPane } from './pane.js';
import { watchSwitch } from './stopped.js';

/**
 * @typedef {import('./pane.js').Pane} Pane
 * @typedef {import('./pane.js').Someone} Someone
 */

const WIDE = matchMedia('(min-width: 64rem)');
const announcer = createAnnouncer(find('#announcements'), findOf(HTMLDialogElement, '#dialog'));
/** @type {Map<'first' | 'second', Pane>} */
const panes = new Map();

async function start() {
  const { people } = /** @type {{ people: Someone[] }} */ (await get('/playground/api/world'));
  const known = people.map(({ id, shown }) => ({ id, shown }));
  const hasConsole = document.body.dataset.console === 'yes';
  /** @type {{ id: string, name: string }[]} */
  let operators = [];
  // Countersign may begin a moment later than its chat, so it is asked until it has told.
  const whoActs = async () => {
    if (hasConsole && operators.length === 0)
      ({ operators } = /** @type {{ operators: typeof operators }} */ (await get('/console/operators')));
    return operators[0] ?? null;
  };
  const wished = readHash();
  const guide = createGuide({ panes: () => [...panes.values()], announcer, become: (id) => becomeSomewhere(id) });

  /**
   * @param {'first' | 'second'} which
   * @param {string} id
   */
  const open = async (which, id) => {
    const root = find(`#${which}`);
    root.hidden = false;
    const isHere = (/** @type {string} */ person) => [...panes.values()].some((one) => one.person().id === person);
    const mayOperate = (/** @type {string} */ person) => operators.some((one) => one.id === person);
    const pane = createPane(root, { people: known, announcer, onChange: changed, isHere, mayOperate });
    panes.set(which, pane);
    await pane.become(id);
  };
  const changed = () => {
    writeHash();
    guide.look();
  };
  const arrangePanes = async () => {
    const two = WIDE.matches && find('#beside').getAttribute('aria-pressed') === 'true';
    if (two && !panes.has('second')) await open('second', personOr(wished.beside, 'ben', known));
    if (!two && panes.has('second')) {
      panes.get('second')?.end();
      panes.delete('second');
      find('#second').hidden = true;
    }
    changed();
  };

  const switchWatch = watchSwitch({ announcer, whoActs });
  createCorner({ switchWatch, whoActs, hasConsole });
  await open('first', personOr(wished.person, 'ana', known));
  find('#beside').setAttribute('aria-pressed', String(wished.beside !== 'none'));
  find('#beside').addEventListener('click', () => {
    const isPressed = find('#beside').getAttribute('aria-pressed') === 'true';
    find('#beside').setAttribute('aria-pressed', String(!isPressed));
    void arrangePanes();
  });
  WIDE.addEventListener('change', () => void arrangePanes());
  await arrangePanes();
  guide.begin();
}

/**
 * Shows this person: where they are shown already, else in the second half, else in the only one.
 * @param {string} id
 */
async function becomeSomewhere(id) {
  const already = [...panes.values()].find((pane) => pane.person().id === id);
  const pane = already ?? panes.get('second') ?? panes.get('first');
  if (!already) await pane?.become(id);
  return pane;
}

/**
 * @param {string | null} wished
 * @param {string} handle
 * @param {Someone[]} people
 */
function personOr(wished, handle, people) {
  const found = people.find(({ id }) => id === wished) ?? people.find(({ id }) => id.endsWith(`:${handle}`)) ?? people[0];
  return found?.id ?? '';
}

function readHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  return { person: given.get('person'), beside: given.get('beside') };
}

/** The address says who is shown, so that a reload or a bookmark shows the same. */
function writeHash() {
  const beside = find('#beside').getAttribute('aria-pressed') === 'true' ? panes.get('second')?.person().id : 'none';
  const shown = new URLSearchParams({ person: panes.get('first')?.person().id ?? '', ...(beside === undefined ? {} : { beside }) });
  history.replaceState(null, '', `#${shown}`);
  const names = [...panes.values()].map((pane) => pane.person().shown);
  document.title = `${names.join(' and ')} – Countersign playground`;
}

await start().catch((/** @type {unknown} */ error) => {
  find('#trouble').textContent = wordsOf(error);
});
