import { button, element, find, icon } from './dom.js';

/**
 * @typedef {import('./pane.js').Pane} Pane
 * @typedef {import('./api.js').Message} Message
 * @typedef {'public' | 'private'} Area
 *
 * @typedef {object} Sight
 * @property {Message[]} all what the people on the page see, since they began
 * @property {(person: string, area: Area) => boolean} shows this part of this person is on the page
 *
 * @typedef {object} Step
 * @property {string} words
 * @property {string} help
 * @property {{ label: string, press: (way: Way) => unknown, isNeeded: (sight: Sight) => boolean }} does
 * @property {(sight: Sight) => boolean} isDone
 *
 * @typedef {object} Way
 * @property {() => Pane[]} panes
 * @property {import('./announcer.js').Announcer} announcer
 * @property {(id: string) => Promise<Pane | undefined>} become shows this person, if need be in the place of another
 */

const ANA = 'playground:acme:ana';
const BEN = 'playground:acme:ben';
const DAN = 'playground:acme:dan';
const CHANNEL = 'engineering';
const QUESTION = '@handbook how do I rotate the staging database password?';
const LEFT = 'countersign first steps left';

/** @type {Step[]} */
const STEPS = [
  {
    words: 'Ask as Ana',
    help: `In #${CHANNEL}, Ana asks an agent. Everybody there reads her question.`,
    does: {
      label: 'Write the question for me',
      isNeeded: () => true,
      press: async ({ become }) => (await become(ANA))?.suggest(CHANNEL, QUESTION),
    },
    isDone: ({ all }) => all.some(({ from, text }) => from === ANA && text.startsWith('@handbook')),
  },
  {
    words: 'Read Ana’s draft',
    help: 'The answer goes to Ana alone. She approves it, or keeps it private.',
    does: showing('Show Ana’s card', ANA, 'private'),
    isDone: ({ all }) => all.some(({ kind, state }) => kind === 'card' && (state === 'awaiting_reviewer' || state === 'published')),
  },
  {
    words: 'Now be Ben',
    help: 'This channel wants a second person: only now do Ben and Chloe get a card.',
    does: showing('Be Ben', BEN, 'private'),
    isDone: ({ all }) => all.some(({ kind }) => kind === 'publication'),
  },
  {
    words: 'Read the post',
    help: 'It is in Ana’s thread. Nobody else saw it before: be Dan, and look.',
    does: showing('Be Dan', DAN, 'public'),
    isDone: () => false,
  },
];

/**
 * The first steps, one at a time. What is done is seen in what people see, so nobody has to tell the guide.
 * @param {Way} way
 */
export function createGuide(way) {
  const root = find('#guide');
  const again = find('#show-around');
  let since = 0;
  let reached = 0;
  let isOpen = localStorage.getItem(LEFT) === null;
  let drawn = '';
  let hasBegun = false;

  const leave = () => {
    isOpen = false;
    localStorage.setItem(LEFT, 'yes');
    look();
    again.focus();
  };
  again.addEventListener('click', () => {
    isOpen = true;
    localStorage.removeItem(LEFT);
    startAnew();
    find('button', root).focus();
  });

  function startAnew() {
    reached = 0;
    since = Math.max(0, ...sightOf(way, 0).all.map(({ id }) => numberOf(id)));
    look();
  }

  /** Looks how far people have come; it goes on and never back. */
  function look() {
    const sight = sightOf(way, since);
    const past = STEPS.findLastIndex((step) => step.isDone(sight)) + 1;
    const before = reached;
    reached = Math.max(reached, past);
    root.hidden = !isOpen;
    again.hidden = isOpen;
    const step = STEPS[reached];
    const needed = step?.does.isNeeded(sight) ?? false;
    const looks = `${isOpen} ${reached} ${needed}`;
    if (!step || !isOpen || looks === drawn) return;
    const news = `Step ${reached + 1} of ${STEPS.length}: ${step.words}. ${step.help}`;
    if (hasBegun && reached > before) way.announcer.say('first steps', String(reached), news);
    drawn = looks;
    const hadFocus = root.contains(document.activeElement);
    const { does } = step;
    const isLast = reached === STEPS.length - 1;
    if (isLast && !needed && hasBegun) localStorage.setItem(LEFT, 'yes');
    const buttons = needed ? [button(does.label, 'primary', () => does.press(way))] : [];
    const close = button(isLast ? 'Done' : 'Leave', isLast && !needed ? 'primary' : 'quiet', leave);
    root.replaceChildren(
      element('ol', 'steps', ...STEPS.map((one, at) => stepItem(one, at, reached))),
      element('p', 'help', step.help),
      element('div', 'actions', ...buttons, close),
    );
    if (hadFocus) find('button', root).focus();
  }

  return {
    look,
    /** From now on a step further is news; until now it was what people had done before. */
    begin() {
      hasBegun = true;
      // Somebody else’s history is not this person’s first steps.
      if (reached === STEPS.length - 1) startAnew();
    },
  };
}

/**
 * @param {Step} step
 * @param {number} at
 * @param {number} reached
 */
function stepItem({ words }, at, reached) {
  const isDone = at < reached;
  const mark = element('span', 'mark', isDone ? icon('check') : String(at + 1));
  const item = element('li', isDone ? 'done' : '', mark, words);
  if (isDone) item.append(element('span', 'hidden', ' (done)'));
  if (at === reached) item.setAttribute('aria-current', 'step');
  return item;
}

/**
 * @param {string} label
 * @param {string} person
 * @param {Area} area
 * @returns {Step['does']}
 */
function showing(label, person, area) {
  return { label, isNeeded: ({ shows }) => !shows(person, area), press: async ({ become }) => (await become(person))?.show(area) };
}

/**
 * @param {Way} way
 * @param {number} since
 * @returns {Sight}
 */
function sightOf({ panes }, since) {
  const all = panes().flatMap((pane) => {
    const { channels, direct } = pane.view();
    return [...channels.filter(({ name }) => name === CHANNEL).flatMap(({ messages }) => messages), ...direct];
  });
  return {
    all: all.filter(({ id }) => numberOf(id) > since),
    shows: (person, area) => panes().some((pane) => pane.person().id === person && pane.shows(area)),
  };
}

/** @param {string} id of a message: numbered upwards */
function numberOf(id) {
  return Number(id.slice(1));
}
