/** One story for every way in which the log by itself breaks a rule. */
import type { Evidence } from './check.ts';
import { entry, gone, inExport, line, followed } from './planted.ts';
import type { Planted } from './planted.ts';
import { signs } from './told-parts.ts';
import { changed, id, preceded, without } from './told.ts';
import { settled, switched } from './unusual.ts';

export const PLANTED_IN_THE_LOG: Planted[] = [
  { rule: 'input.form', what: 'a line of the export that is no JSON', handed: inExport('\n', '\n{\n') },
  { rule: 'input.form', what: 'a line of an unknown kind', handed: inExport('"kind":"log"', '"kind":"blog"') },
  { rule: 'input.form', what: 'an export that names another key', handed: inExport(/"verifierKey":"[^"]+"/, '"verifierKey":"another"') },
  { rule: 'input.form', what: 'no entry at all', handed: (evidence) => ({ ...evidence, exported: '' }) },
  { rule: 'input.form', what: 'a pinned key that is none', handed: (evidence) => ({ ...evidence, verifierKey: 'a key' }) },
  { rule: 'input.form', what: 'a wire log that is none', handed: (evidence) => ({ ...evidence, wire: {} as Evidence['wire'] }) },
  {
    rule: 'input.form',
    what: 'a request without a time',
    handed: (evidence) => ({ ...evidence, wire: evidence.wire.map((one) => ({ ...one, at: '' })) }),
  },
  {
    rule: 'input.form',
    what: 'a request without a path',
    handed: (evidence) => ({ ...evidence, wire: evidence.wire.map((one) => ({ ...one, path: 7 as unknown as string })) }),
  },
  { rule: 'input.form', what: 'a post that is none', story: line('post', { post: null }) },
  { rule: 'input.form', what: 'a post that nobody can digest', story: line('post', { post: { weight: 1.5 } }) },
  { rule: 'input.form', what: 'requirements that are none', story: line('requirements', { requirements: 'none' }) },
  { rule: 'input.form', what: 'requirements that nobody can digest', story: line('requirements', { requirements: { needed: 1.5 } }) },
  { rule: 'input.form', what: 'no world', handed: (evidence) => ({ ...evidence, world: [] }) },
  { rule: 'input.form', what: 'a world without groups', handed: (evidence) => ({ ...evidence, world: [evidence.world, { people: [] }] }) },
  { rule: 'input.form', what: 'a world without people', handed: (evidence) => ({ ...evidence, world: {} }) },
  {
    rule: 'input.form',
    what: 'a checkpoint exported under another size',
    handed: inExport('"kind":"checkpoint","size":2', '"kind":"checkpoint","size":3'),
  },

  { rule: 'log.entry', what: 'white space in an entry', handed: inExport('\\"v\\":1}', '\\"v\\": 1}') },
  { rule: 'log.entry', what: 'a sentence in a ref', story: entry('confirmed', { refs: { message: 'a whole sentence' } }) },
  { rule: 'log.entry', what: 'a field that no entry has', story: entry('ask', { name: 'Ana' }) },
  { rule: 'log.entry', what: 'the bytes of another log', story: (told) => ({ ...told, origin: 'countersign/00000000000000000000000000' }) },
  { rule: 'log.order', what: 'two entries that changed places', handed: inExport('"index":4', '"index":5') },
  { rule: 'log.order', what: 'an id that comes twice', story: entry('answer', { id: id('ent', 1) }) },
  {
    rule: 'log.order',
    what: 'a log that is opened twice',
    story: followed('rules', { name: 'again', entry: { type: 'log.opened' } }),
  },
  { rule: 'log.order', what: 'a log without its beginning', story: gone('open') },
  {
    rule: 'checkpoint.signature',
    what: 'one signature that was changed',
    handed: inExport(/(note":"[^"]*?[A-Za-z0-9+/]{20})[A-Za-z0-9]([A-Za-z0-9+/=]{20,}\\n"})/, '$1-$2'),
  },
  {
    rule: 'checkpoint.signature',
    what: 'a checkpoint with an extension line',
    story: (told) => changed(told, 'last checkpoint', { text: (text: string) => `${text}more\n` }),
  },
  {
    rule: 'checkpoint.signature',
    what: 'a checkpoint of another log',
    story: (told) => changed(told, 'last checkpoint', { text: (text: string) => text.replace('0123', '3210') }),
  },
  {
    rule: 'checkpoint.root',
    what: 'an entry that was changed after it was signed',
    handed: inExport('awaiting_agent', 'awaiting_reviewer'),
  },
  {
    rule: 'checkpoint.root',
    what: 'an entry that was taken out after it was signed',
    handed: inExport(/\{"kind":"entry","index":3,.*\n/, ''),
  },
  {
    rule: 'checkpoint.growth',
    what: 'a checkpoint of more entries than there are',
    handed: inExport(/(\{"kind":"entry".*\n)(?!\{"kind":"entry")/, ''),
  },
  { rule: 'checkpoint.growth', what: 'the same checkpoint twice', story: followed('last checkpoint', signs('once more')) },

  { rule: 'draft.version', what: 'a version that is missing', story: entry('answer', { version: 3 }) },
  { rule: 'draft.version', what: 'a version that comes twice', story: entry('answer', { version: 1 }) },
  { rule: 'draft.chain', what: 'a move from a state in which the draft was not', story: entry('answer', { refs: { from: 'rejected' } }) },
  { rule: 'draft.move', what: 'a move that the lifecycle has not', story: gone('Ana approves') },
  { rule: 'draft.move', what: 'a move by somebody who may not make it', story: entry('edit', { refs: { by: 'reviewer' } }) },
  {
    rule: 'draft.move',
    what: 'a draft that is settled as one thing and becomes another',
    story: (told) => changed(settled(told), 'settled', { entry: { refs: { outcome: 'publish_failed' } } }),
  },
  { rule: 'draft.move', what: 'a draft without its beginning', story: gone('ask') },
  { rule: 'draft.state', what: 'a draft that is said to be elsewhere', story: line('draft', { state: 'approved' }) },
  {
    rule: 'kill.released',
    what: 'an intent that rests on approvals from before the switch was released',
    story: (told) => preceded(told, 'intent', ...switched()),
  },
  {
    rule: 'attempt.once',
    what: 'an attempt that is begun again',
    story: entry('second intent for Dan', { refs: { attempt: id('att', 1) } }),
  },
  { rule: 'attempt.end', what: 'an attempt that never ended', story: (told) => ['found', 'lost'].reduce(without, told) },
  { rule: 'attempt.end', what: 'the end of another attempt', story: entry('lost', { refs: { attempt: id('att', 9) } }) },
];
