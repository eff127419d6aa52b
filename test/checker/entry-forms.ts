/** What an entry of each type holds, as `docs/log.md` prints it (a test compares the two). A name with `?` may be missing. */
interface Form {
  fields: string;
  refs: string;
  digests: string;
}

export const FORMS: Readonly<Record<string, Form>> = {
  ...moves({
    'draft.requested': ['draft version actor?', 'agent channel needed rules run', 'question requirements'],
    'draft.answered': ['draft version revision actor?', 'needed number run', 'output post preview requirements text'],
    'draft.stopped': ['draft version revision? actor?', '', ''],
    'draft.failed': ['draft version revision? actor?', 'code run', ''],
    'draft.approved': ['draft version revision actor?', 'audience fallback number', 'post preview'],
    'draft.edited': ['draft version revision actor?', 'needed number', 'post preview requirements text'],
    'draft.asked_again': ['draft version revision? actor?', 'run', 'wish?'],
    'draft.rejected': ['draft version revision? actor?', '', 'reason'],
    'draft.withdrawn': ['draft version revision? actor?', '', 'reason?'],
    'draft.expired': ['draft version revision? actor?', '', ''],
    'draft.voided': ['draft version revision actor?', 'code needed number', 'post preview requirements'],
    'publication.intended': ['draft version revision actor?', 'attempt epoch publication rules', 'fill post'],
    'publication.confirmed': ['draft version revision? actor?', 'attempt message', ''],
    'publication.refused': ['draft version revision? actor?', 'attempt code platform', ''],
    'publication.lost': ['draft version revision? actor?', 'attempt', ''],
    'publication.abandoned': ['draft version revision? actor?', 'attempt', ''],
    'publication.settled': ['draft version revision? actor?', 'message? outcome', 'reason'],
    'publication.retried': ['draft version revision? actor?', '', ''],
    'retraction.intended': ['draft version revision? actor?', '', ''],
    'retraction.confirmed': ['draft version revision? actor?', '', ''],
    'retraction.refused': ['draft version revision? actor?', 'code platform', ''],
  }),
  'log.opened': { fields: '', refs: '', digests: '' },
  'rules.loaded': { fields: '', refs: 'version', digests: 'rules' },
  'kill.engaged': { fields: 'actor?', refs: 'epoch scope', digests: 'reason?' },
  'kill.released': { fields: 'actor?', refs: 'epoch scope', digests: 'reason?' },
  'attempt.refused': { fields: 'draft? actor?', refs: 'code count run? verb', digests: '' },
  'run.started': { fields: 'draft', refs: 'agent model? run', digests: 'prompt' },
  'tool.called': { fields: 'draft', refs: 'call run tool', digests: 'arguments' },
  'tool.answered': { fields: 'draft', refs: 'call ended run tool', digests: 'result?' },
  'tool.refused': { fields: 'draft', refs: 'run', digests: 'arguments' },
  'card.shown': { fields: 'draft revision actor', refs: 'card number role', digests: 'post preview' },
  'text.erased': { fields: 'draft', refs: 'why', digests: '' },
  'agent.added': { fields: 'actor?', refs: 'agent', digests: '' },
  'agent.rotated': { fields: 'actor?', refs: 'agent', digests: '' },
  'agent.revoked': { fields: 'actor?', refs: 'agent', digests: '' },
  'agent.refused': { fields: '', refs: 'agent? code count verb', digests: '' },
  'grant.offered': { fields: 'actor', refs: 'agent channel grant', digests: '' },
  'grant.made': { fields: 'draft?', refs: 'agent grant run?', digests: '' },
  'grant.used': { fields: 'draft', refs: 'agent grant verb', digests: '' },
  'evidence.kept': { fields: 'draft actor', refs: 'card? move verb', digests: 'evidence' },
};

function moves(forms: Record<string, [fields: string, refs: string, digests: string]>): Record<string, Form> {
  return Object.fromEntries(
    Object.entries(forms).map(([type, [fields, refs, digests]]) => [type, { fields, refs: `by from human? to ${refs}`.trim(), digests }]),
  );
}

const HEX = /^[0-9a-f]{64}$/;
const id = (prefix: string): RegExp => new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`);
const VISIBLE = /^[\x21-\x7e]{1,256}$/;
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
const WORD = /^[a-z][a-z_]{0,63}$/;
const STATES =
  'awaiting_agent|awaiting_requester|awaiting_reviewer|rejected|approved|publishing|outcome_unknown|publish_failed|published|retracting|retract_failed|withdrawn|expired|retracted';
/** Whole numbers, at least this. */
export const NUMBERS: Readonly<Record<string, number>> = {
  call: 1,
  count: 1,
  epoch: 0,
  fallback: 0,
  needed: 0,
  number: 1,
  rules: 1,
  version: 1,
};

export const FIELDS: Readonly<Record<string, RegExp>> = {
  log: /^countersign\/[0-9A-HJKMNP-TV-Z]{26}$/,
  id: id('ent'),
  at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  draft: id('drf'),
  revision: id('rev'),
  actor: HEX,
};

export const REFS: Readonly<Record<string, RegExp>> = {
  agent: VISIBLE,
  attempt: id('att'),
  audience: /^(requester|restricted|workspace|external|unknown)$/,
  by: /^(requester|reviewer|operator|agent|system)$/,
  card: id('crd'),
  channel: VISIBLE,
  code: CODE,
  ended: /^(answered|failed)$/,
  grant: id('gra'),
  from: new RegExp(`^(none|${STATES})$`),
  human: HEX,
  message: VISIBLE,
  model: VISIBLE,
  move: id('ent'),
  outcome: /^(published|publish_failed)$/,
  platform: VISIBLE,
  publication: id('pub'),
  role: /^(requester|reviewer|operator)$/,
  run: id('run'),
  scope: VISIBLE,
  to: new RegExp(`^(${STATES})$`),
  tool: VISIBLE,
  verb: WORD,
  why: WORD,
};

export const DIGEST = HEX;
