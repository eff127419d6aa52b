import type { Draft } from '../core/draft.ts';
import { type Refusal, REFUSAL_CODES, type RefusalCode } from '../core/errors.ts';
import { channelIdOf, type ChannelId, type PersonId, platformOf, requestReferenceOf } from '../core/ids.ts';
import { NOTICES, type NoticeCode, refusalSentence, type Words } from '../core/sentences.ts';
import { atTime, duration, people } from '../core/times.ts';
import { engagementOf } from './engagement.ts';
import { adapterOf, namesOf, operatorNames } from './names.ts';
import type { Ports } from './ports.ts';

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

/** The words that every sentence may use, with names looked up now. */
export async function wordsFor(ports: Ports, about: About, detail: Words['detail']): Promise<Words> {
  const [name, operators] = await Promise.all([namesOf(ports, [about.person]), operatorNames(ports)]);
  return {
    agent: about.agent,
    channel: about.channelName === null ? 'this conversation' : `#${ports.text.plain(about.channelName)}`,
    workspace: about.workspace,
    platform: platformName(platformOf(about.person)),
    requester: name(about.person),
    operators,
    detail,
  };
}

/** `slack` → `Slack`, `playground` → `The playground`: how sentences name a platform. */
export function platformName(platform: string): string {
  return platform === 'playground' ? 'The playground' : platform.charAt(0).toUpperCase() + platform.slice(1);
}

/** A refusal in words. What it needs besides its own detail is looked up: who stopped publishing, what was decided. */
export async function describeRefusal(ports: Ports, refused: Refusal, about: About, draft: Draft | null = null): Promise<string> {
  const detail = { ...refused.detail, ...(await moreDetail(ports, refused.code, about, draft)) };
  return refusalSentence(refused.code, await wordsFor(ports, about, detail));
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
  return NOTICES[code](await wordsFor(ports, about, detail));
}

export function isRefusalCode(code: string): code is RefusalCode {
  return (REFUSAL_CODES as readonly string[]).includes(code);
}

async function moreDetail(ports: Ports, code: RefusalCode, about: About, draft: Draft | null): Promise<Words['detail']> {
  switch (code) {
    case 'ENGAGED':
      return engagedDetail(ports, about);
    case 'ALREADY_DECIDED':
    case 'NOT_NOW':
      return draft === null ? {} : { what: await whatHappened(ports, draft) };
    case 'AUDIENCE_WIDENED':
      return { readers: draft === null ? 'More people' : readersShort(ports, draft) };
    case 'AGENT_TIMED_OUT':
      return { within: duration(ports.rules.current().book.agents[about.agent]?.timeLimitMs ?? 0) };
    case 'AGENT_FAILED':
    case 'AGENT_BROKE_CONTRACT':
    case 'ANSWER_REFUSED':
      return draft === null ? {} : { request: requestReferenceOf(draft.id) };
    case 'ANSWER_TOO_LONG':
      return draft === null ? {} : { most: adapterOf(ports, draft.request.asked.platform).capabilities.maxPostCharacters };
    case 'PUBLISH_FAILED':
      return draft === null ? {} : { why: await platformSaid(ports, draft) };
    default:
      return {};
  }
}

async function engagedDetail(ports: Ports, about: About): Promise<Words['detail']> {
  const row = engagementOf(ports, await ports.store.read.kill.all(), about);
  if (row === null) return { by: 'An operator', when: 'a moment ago', reason: 'it was released meanwhile; try again' };
  const name = await namesOf(ports, row.by === null ? [] : [row.by]);
  const when = row.at === 0 ? 'just now' : atTime(row.at, ports.clock.now(), ports.timeZone);
  return { by: row.by === null ? 'An operator' : name(row.by), when, reason: ports.text.plain(row.reason) };
}

const DECIDED: Partial<Record<Draft['state'], string>> = {
  awaiting_agent: 'asked the agent again',
  awaiting_requester: 'has this draft now',
  awaiting_reviewer: 'approved this',
  rejected: 'rejected this',
  approved: 'approved this',
  withdrawn: 'closed this draft',
  retracting: 'retracted this',
};

/** `Chloe rejected this at 14:31.` */
async function whatHappened(ports: Ports, draft: Draft): Promise<string> {
  const { last, state } = draft;
  const verb = DECIDED[state];
  const time = atTime(last.at, ports.clock.now(), ports.timeZone);
  if (verb !== undefined && last.by !== null) return `${(await namesOf(ports, [last.by]))(last.by)} ${verb} ${time}.`;
  const states: Partial<Record<Draft['state'], string>> = {
    awaiting_agent: 'The agent is still working on it.',
    expired: 'It closed because its time was over.',
    published: 'It is posted already.',
    publishing: 'It is being posted right now.',
    outcome_unknown: 'The platform has not confirmed the post, and we are looking for it.',
    publish_failed: 'The post failed.',
    retracted: 'It was retracted.',
  };
  return states[state] ?? 'Somebody else decided this already.';
}

function readersShort(ports: Ports, { audience }: Draft): string {
  if (audience.class === 'external') return `People outside ${ports.text.plain(audience.workspaceName)}`;
  return audience.class === 'workspace' && audience.count !== null
    ? `${people(audience.count)} at ${ports.text.plain(audience.workspaceName)}`
    : 'More people';
}

/** The adapter's own fixed words for a clear no, kept with the draft. */
async function platformSaid(ports: Ports, draft: Draft): Promise<string> {
  return (await ports.store.read.texts.get(draft.id, 'platform-said')) ?? 'it gave no reason.';
}
