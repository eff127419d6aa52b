import type { Draft, State } from '../core/draft.ts';
import { type Refusal, REFUSAL_CODES, type RefusalCode } from '../core/errors.ts';
import { channelIdOf, type ChannelId, type PersonId, platformOf, requestReferenceOf } from '../core/ids.ts';
import {
  AN_OPERATOR,
  DECIDED,
  HAPPENED,
  NO_CHANNEL,
  NO_REASON_GIVEN,
  NOTICES,
  type NoticeCode,
  platformName,
  readersNow,
  refusalSentence,
  type Words,
} from '../core/sentences.ts';
import { ruleFor } from '../core/rule-book.ts';
import { ago, atTime, duration } from '../core/times.ts';
import { engagementOf } from './engagement.ts';
import { adapterOf, namesOf, operatorNames } from './names.ts';
import { isMember, reviewsStill } from './lookups.ts';
import { whyNot } from './new-post.ts';
import type { Ports } from './ports.ts';
import { nameInWords } from './shortened.ts';

/** What a sentence speaks of, as ids; the names are looked up when it is written. */
export interface About {
  agent: string;
  channelName: string | null;
  channel: ChannelId | null;
  workspace: string;
  /** The requester. */
  person: PersonId;
}

export function aboutDraft(draft: Draft): About {
  return {
    agent: draft.request.agent,
    channelName: draft.destination === null ? null : draft.audience.channelName,
    channel: draft.destination === null ? null : channelIdOf(draft.destination),
    workspace: draft.audience.workspaceName,
    person: draft.request.requester,
  };
}

/** What is said to somebody while no draft is spoken of. */
export function aboutNoDraft(person: PersonId, workspace = ''): About {
  return { agent: '', channelName: null, channel: null, workspace, person };
}

/** The words that every sentence may use, with names looked up now. */
export async function wordsFor(ports: Ports, about: About, detail: Words['detail']): Promise<Words> {
  const [name, operators] = await Promise.all([namesOf(ports, [about.person]), operatorsFor(ports, about.person)]);
  return {
    agent: about.agent,
    channel: about.channelName === null ? NO_CHANNEL.conversation : `#${nameInWords(ports, about.channelName)}`,
    workspace: about.workspace,
    platform: platformName(platformOf(about.person)),
    requester: name(about.person),
    operators,
    detail,
  };
}

/** Names of people are not for guests and people from outside; of somebody whom the platform does not know, the same is feared. */
async function operatorsFor(ports: Ports, reader: PersonId): Promise<string> {
  return (await isMember(ports, reader)) ? operatorNames(ports) : AN_OPERATOR;
}

/**
 * A refusal in words. What it needs besides its own detail is looked up: who stopped publishing, what was decided. `reader` is
 * whoever is told; without one it is the requester.
 */
export async function describeRefusal(
  ports: Ports,
  refused: Refusal,
  about: About,
  draft: Draft | null = null,
  reader: PersonId = about.person,
): Promise<string> {
  const mayReview =
    draft !== null && draft.state === 'awaiting_requester' && reader !== draft.request.requester
      ? await reviewsStill(ports, reader, draft)
      : true;
  const detail = {
    ...standing(draft, reader),
    ...(mayReview ? {} : { mayNotReview: 1 }),
    ...(await moreDetail(ports, refused.code, about, draft, reader)),
    ...refused.detail,
  };
  return refusalSentence(refused.code, await wordsFor(ports, about, detail));
}

/** What makes many sentences other ones: that somebody else than the requester reads them, and that an earlier attempt may stand. */
function standing(draft: Draft | null, reader: PersonId): Words['detail'] {
  if (draft === null) return {};
  return {
    ...(reader === draft.request.requester ? {} : { reader: 'reviewer' }),
    ...(draft.publishing.mayStandAlready ? { mayStand: 1 } : {}),
  };
}

/** Any sentence of the catalogue: a refusal told later, or a notice. */
export async function describe(
  ports: Ports,
  code: RefusalCode | NoticeCode,
  detail: Words['detail'],
  about: About,
  draft: Draft | null,
): Promise<string> {
  if (isRefusalCode(code)) return describeRefusal(ports, { code, detail }, about, draft);
  return NOTICES[code](await wordsFor(ports, about, { ...standing(draft, about.person), ...detail }));
}

/** Why a draft came back or ended, as a sentence; null where that needs none. */
export async function describeFailure(ports: Ports, draft: Draft, { code }: Draft['last']): Promise<string | null> {
  if (code === null || !isRefusalCode(code)) return null;
  // What it says must stay true when the switch is released: a run that the switch ended, not a switch that is engaged.
  return describe(ports, code, code === 'ENGAGED' ? { run: 1 } : {}, aboutDraft(draft), draft);
}

export function isRefusalCode(code: string): code is RefusalCode {
  return (REFUSAL_CODES as readonly string[]).includes(code);
}

async function moreDetail(ports: Ports, code: RefusalCode, about: About, draft: Draft | null, reader: PersonId): Promise<Words['detail']> {
  switch (code) {
    case 'ENGAGED':
      return engagedDetail(ports, about);
    case 'ALREADY_DECIDED':
    case 'NOT_NOW':
      return draft === null ? {} : { what: await whatHappened(ports, draft, reader) };
    case 'AUDIENCE_WIDENED':
      return draft === null
        ? {}
        : { readers: readersNow({ ...draft.audience, workspaceName: ports.text.plain(draft.audience.workspaceName) }) };
    case 'AGENT_TIMED_OUT':
      return { within: duration(ports.rules.current().book.agents[about.agent]?.timeLimitMs ?? 0) };
    case 'AGENT_FAILED':
    case 'AGENT_BROKE_CONTRACT':
    case 'ANSWER_REFUSED':
      return draft === null ? {} : { request: requestReferenceOf(draft.id) };
    case 'ANSWER_TOO_LONG':
      return draft === null ? {} : { most: adapterOf(ports, draft.request.asked.platform).capabilities.maxPostCharacters };
    case 'NO_NEW_POST':
      return draft === null ? {} : whyNoPost(ports, draft);
    case 'PUBLISH_FAILED':
      return draft === null ? {} : { why: await platformSaid(ports, draft) };
    default:
      return {};
  }
}

/** Looked at again: what the sentence says must be true when it is read. */
async function whyNoPost(ports: Ports, draft: Draft): Promise<Words['detail']> {
  if (draft.destination === null) return {};
  const found = ruleFor(ports.rules.current().book, channelIdOf(draft.destination), draft.audience.channelName);
  return { ...(await whyNot(ports, draft, found.kind === 'rule' ? found.rule.newPost : null)) };
}

async function engagedDetail(ports: Ports, about: About): Promise<Words['detail']> {
  const row = engagementOf(ports, await ports.store.read.kill.all(), about);
  if (row === null) return { over: 1 };
  const reason = ports.text.plain(row.reason);
  const [kind = ''] = row.scope.split(':');
  const stops: Words['detail'] = kind === 'all' ? {} : { stops: kind };
  if (row.by === null) return { ...stops, reason };
  const name = await namesOf(ports, [row.by]);
  return { ...stops, by: name(row.by), when: atTime(row.at, ports.clock.now(), ports.timeZone), reason };
}

const DECIDED_IN: Partial<Record<State, keyof typeof DECIDED>> = {
  awaiting_agent: 'asked_again',
  awaiting_reviewer: 'approved',
  rejected: 'rejected',
  approved: 'approved',
  withdrawn: 'closed',
  retracting: 'retracted',
};

const HAPPENED_IN: Partial<Record<State, keyof typeof HAPPENED>> = {
  awaiting_agent: 'working',
  expired: 'time_over',
  published: 'published',
  publishing: 'publishing',
  outcome_unknown: 'unknown',
  publish_failed: 'failed',
  retracted: 'retracted',
};

/** `Chloe rejected this a minute ago.` */
async function whatHappened(ports: Ports, draft: Draft, reader: PersonId): Promise<string> {
  const { state, request } = draft;
  const { by, at } = draft.last;
  const decided = DECIDED_IN[state];
  const name = await namesOf(ports, by === null ? [request.requester] : [request.requester, by]);
  if (decided !== undefined && by !== null) {
    return DECIDED[decided](by === reader ? 'You' : name(by), ago(at, ports.clock.now(), ports.timeZone), request.agent);
  }
  const has = reader === request.requester ? 'with_you' : 'with_requester';
  const happened = state === 'awaiting_requester' ? has : (HAPPENED_IN[state] ?? 'decided');
  const platform = platformName(platformOf(request.requester));
  return HAPPENED[happened]({ agent: request.agent, requester: name(request.requester), platform });
}

/** The adapter's own fixed words for a clear no, kept with the draft. */
async function platformSaid(ports: Ports, draft: Draft): Promise<string> {
  return (await ports.store.read.texts.get(draft.id, 'platform-said')) ?? NO_REASON_GIVEN;
}
