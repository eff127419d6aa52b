import { type ChannelId, type Place, placeOfChannel } from '../core/ids.ts';
import { ruleFor } from '../core/rule-book.ts';
import type { KillScope } from '../store/store.ts';
import { channelName } from './channel-name.ts';
import { scopeOf } from './kill-switch.ts';
import type { Ports } from './ports.ts';

/** `isUnchecked`: the platform did not say whether there is such a channel. To stop what may be none does less harm than to wait. */
export interface KnownScope {
  scope: KillScope;
  isUnchecked: boolean;
}

/** As `scopeOf`, but a channel that no rule covers, or that there is not, is a slip of the pen: saying that it is stopped would stop nothing. */
export async function knownScope(ports: Ports, words: string): Promise<KnownScope | null> {
  const scope = scopeOf(ports, words);
  if (scope === null) return null;
  if (!scope.startsWith('channel:')) return { scope, isUnchecked: false };
  const channel = scope.slice('channel:'.length) as ChannelId;
  const place = placeOfChannel(channel);
  const { channels } = ports.rules.current().book;
  if (channels.some((rule) => rule.channel === channel)) return { scope, isUnchecked: false };
  if (!place || !channels.some((rule) => rule.match !== null)) return null;
  return byPattern(ports, scope, channel, place);
}

/** A pattern covers every channel whose name fits, so only the platform knows whether there is this one, and what it is called. */
async function byPattern(ports: Ports, scope: KillScope, channel: ChannelId, place: Place): Promise<KnownScope | null> {
  const isCovered = (name: string): boolean => ruleFor(ports.rules.current().book, channel, name).kind !== 'none';
  if (!ports.adapters.has(place.platform)) return null;
  const name = await channelName(ports, place);
  if (name === undefined) return isCovered(place.channel) ? { scope, isUnchecked: true } : null;
  if (name !== null) return isCovered(name) ? { scope, isUnchecked: false } : null;
  // It does not know the channel, or does not tell who reads it. Where somebody asked, there is one.
  const [draft] = await ports.store.read.drafts.list({ channel, limit: 1 });
  return draft === undefined ? null : { scope, isUnchecked: false };
}

/** What is stopped can be released, whatever became of its rule meanwhile. */
export async function scopeToRelease(ports: Ports, words: string): Promise<KillScope | null> {
  const meant = [words, scopeOf(ports, words)];
  const stopped = (await ports.store.read.kill.all()).find((row) => row.engaged && meant.includes(row.scope));
  return stopped?.scope ?? (await knownScope(ports, words))?.scope ?? null;
}
