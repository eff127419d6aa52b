import { AUDIENCE_CLASSES } from '../core/audience.ts';
import { STATES } from '../core/draft.ts';
import { DRAFT_FACTS } from '../core/fact.ts';
import type { DraftFactType, FactType, OtherFactType } from '../core/fact.ts';
import { isId } from '../core/ids.ts';
import { isHex32 } from './bytes.ts';
import type { SaltedKind } from './digests.ts';

type Optional<Name extends string> = Name | `${Name}?`;

/** What an entry of one type holds besides `v`, `log`, `type`, `id` and `at`. A name with `?` may be missing; no other name may be there. */
export interface EntryShape {
  draft: 'required' | 'optional' | 'none';
  /** A move raises the draft's version by one; what happens beside its life does not. */
  version: boolean;
  /** `current`: the draft's revision after the move; missing while there is none. */
  revision: 'required' | 'current' | 'none';
  /** `by`: there for the requester and reviewers, perhaps for an operator (the command line has no account), never for agent and system. */
  actor: 'by' | 'required' | 'optional' | 'none';
  refs: readonly Optional<RefName>[];
  digests: readonly Optional<DigestName>[];
}

type Content = Partial<Pick<EntryShape, 'revision' | 'refs' | 'digests'>>;

const MOVES: Record<DraftFactType, Content> = {
  'draft.requested': { revision: 'none', refs: ['agent', 'channel', 'needed', 'rules', 'run'], digests: ['question', 'requirements'] },
  'draft.answered': {
    revision: 'required',
    refs: ['needed', 'number', 'run'],
    digests: ['output', 'post', 'preview', 'requirements', 'text'],
  },
  'draft.stopped': {},
  'draft.failed': { refs: ['code', 'run'] },
  'draft.approved': { revision: 'required', refs: ['audience', 'fallback', 'number'], digests: ['post', 'preview'] },
  'draft.edited': { revision: 'required', refs: ['needed', 'number'], digests: ['post', 'preview', 'requirements', 'text'] },
  'draft.asked_again': { refs: ['run'], digests: ['wish?'] },
  'draft.rejected': { digests: ['reason'] },
  'draft.withdrawn': { digests: ['reason?'] },
  'draft.expired': {},
  'draft.voided': { revision: 'required', refs: ['code', 'needed', 'number'], digests: ['post', 'preview', 'requirements'] },
  'publication.intended': { revision: 'required', refs: ['attempt', 'epoch', 'publication', 'rules'], digests: ['fill', 'post'] },
  'publication.confirmed': { refs: ['attempt', 'message'] },
  'publication.refused': { refs: ['attempt', 'code', 'platform'] },
  'publication.lost': { refs: ['attempt'] },
  'publication.abandoned': { refs: ['attempt'] },
  'publication.settled': { refs: ['message?', 'outcome'], digests: ['reason'] },
  'publication.retried': {},
  'retraction.intended': {},
  'retraction.confirmed': {},
  'retraction.refused': { refs: ['code', 'platform'] },
};

const OTHERS: Record<OtherFactType, EntryShape> = {
  'log.opened': { draft: 'none', version: false, revision: 'none', actor: 'none', refs: [], digests: [] },
  'rules.loaded': { draft: 'none', version: false, revision: 'none', actor: 'none', refs: ['version'], digests: ['rules'] },
  'kill.engaged': { draft: 'none', version: false, revision: 'none', actor: 'optional', refs: ['epoch', 'scope'], digests: ['reason?'] },
  'kill.released': { draft: 'none', version: false, revision: 'none', actor: 'optional', refs: ['epoch', 'scope'], digests: ['reason?'] },
  'attempt.refused': {
    draft: 'optional',
    version: false,
    revision: 'none',
    actor: 'optional',
    refs: ['code', 'count', 'run?', 'verb'],
    digests: [],
  },
  'run.started': besides(['agent', 'model?', 'run'], ['prompt']),
  'tool.called': besides(['call', 'run', 'tool'], ['arguments']),
  'tool.answered': besides(['call', 'ended', 'run', 'tool'], ['result?']),
  'tool.refused': besides(['run'], ['arguments']),
  'card.shown': {
    draft: 'required',
    version: false,
    revision: 'required',
    actor: 'required',
    refs: ['card', 'number', 'role'],
    digests: ['post', 'preview'],
  },
  'text.erased': { draft: 'required', version: false, revision: 'none', actor: 'none', refs: ['why'], digests: [] },
  'agent.added': { draft: 'none', version: false, revision: 'none', actor: 'optional', refs: ['agent'], digests: [] },
  'agent.rotated': { draft: 'none', version: false, revision: 'none', actor: 'optional', refs: ['agent'], digests: [] },
  'agent.revoked': { draft: 'none', version: false, revision: 'none', actor: 'optional', refs: ['agent'], digests: [] },
  'agent.refused': {
    draft: 'none',
    version: false,
    revision: 'none',
    actor: 'none',
    refs: ['agent?', 'code', 'count', 'verb'],
    digests: [],
  },
  'grant.offered': {
    draft: 'none',
    version: false,
    revision: 'none',
    actor: 'required',
    refs: ['agent', 'channel', 'grant'],
    digests: [],
  },
  'grant.made': { draft: 'optional', version: false, revision: 'none', actor: 'none', refs: ['agent', 'grant', 'run?'], digests: [] },
  'grant.used': { draft: 'required', version: false, revision: 'none', actor: 'none', refs: ['agent', 'grant', 'verb'], digests: [] },
  'evidence.kept': {
    draft: 'required',
    version: false,
    revision: 'none',
    actor: 'required',
    refs: ['card?', 'move', 'verb'],
    digests: ['evidence'],
  },
};

/** Of an agent's run, beside the life of its draft. */
function besides(refs: EntryShape['refs'], digests: EntryShape['digests']): EntryShape {
  return { draft: 'required', version: false, revision: 'none', actor: 'none', refs, digests };
}

/** Every type of entry. A reader refuses what is not in here. */
export const ENTRY_SHAPES: Readonly<Record<FactType, EntryShape>> = { ...movesWithTheirPeople(), ...OTHERS };

/** Every move says from which state to which, by whom, and for which human that person stands. */
function movesWithTheirPeople(): Record<DraftFactType, EntryShape> {
  const shapes = DRAFT_FACTS.map((type): [DraftFactType, EntryShape] => {
    const { revision = 'current', refs = [], digests = [] } = MOVES[type];
    return [type, { draft: 'required', version: true, revision, actor: 'by', refs: ['by', 'from', 'human?', 'to', ...refs], digests }];
  });
  return Object.fromEntries(shapes) as Record<DraftFactType, EntryShape>;
}

export type DigestName = SaltedKind | 'fill' | 'post' | 'requirements' | 'rules';

type Check = (value: unknown) => boolean;

const oneOf =
  (...values: readonly (string | number)[]): Check =>
  (value) =>
    values.some((one) => one === value);
const atLeast =
  (least: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
const like =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const idOf =
  (prefix: Parameters<typeof isId>[0]): Check =>
  (value) =>
    typeof value === 'string' && isId(prefix, value);

/** Visible ASCII without spaces: nobody can write a sentence, or hide a character, in the log. */
const outsideName = like(/^[\x21-\x7e]{1,256}$/);
const code = like(/^[A-Z][A-Z0-9_]{0,63}$/);
const word = like(/^[a-z][a-z_]{0,63}$/);

/** What may stand under each name in `refs`, whatever the type of the entry. */
export const REFS = {
  agent: outsideName,
  attempt: idOf('att'),
  audience: oneOf(...AUDIENCE_CLASSES),
  by: oneOf('requester', 'reviewer', 'operator', 'agent', 'system'),
  call: atLeast(1),
  card: idOf('crd'),
  channel: outsideName,
  code,
  count: atLeast(1),
  ended: oneOf('answered', 'failed'),
  epoch: atLeast(0),
  fallback: oneOf(0, 1),
  from: oneOf('none', ...STATES),
  grant: idOf('gra'),
  human: isHex32,
  message: outsideName,
  model: outsideName,
  move: idOf('ent'),
  needed: atLeast(0),
  number: atLeast(1),
  outcome: oneOf('published', 'publish_failed'),
  platform: outsideName,
  publication: idOf('pub'),
  role: oneOf('requester', 'reviewer', 'operator'),
  rules: atLeast(1),
  run: idOf('run'),
  scope: outsideName,
  to: oneOf(...STATES),
  tool: outsideName,
  verb: word,
  version: atLeast(1),
  why: word,
} satisfies Record<string, Check>;

export type RefName = keyof typeof REFS;
