import { placeOfChannel } from '../core/ids.ts';
import { scopeInWords } from '../core/sentences.ts';
import type { KillScope } from '../store/store.ts';
import { channelName } from './channel-name.ts';
import type { Ports } from './ports.ts';

/**
 * `everything`, `handbook`, `#random`: what the switch stops, or can, as people read it. A channel whose name is not known is said by
 * its id, and so is one of several that have the same name.
 */
export async function scopesInWords(ports: Ports, scopes: readonly KillScope[]): Promise<(scope: KillScope) => string> {
  const named = await Promise.all(scopes.map(async (scope) => [scope, scopeInWords(scope, await nameOf(ports, scope))] as const));
  const words = new Map(named);
  const isOnlyOne = (one: string): boolean => [...words.values()].filter((other) => other === one).length === 1;
  return (scope) => {
    const one = words.get(scope);
    return one !== undefined && isOnlyOne(one) ? one : scopeInWords(scope);
  };
}

export async function scopeWords(ports: Ports, scope: KillScope): Promise<string> {
  return (await scopesInWords(ports, [scope]))(scope);
}

async function nameOf(ports: Ports, scope: KillScope): Promise<string | null> {
  const place = scope.startsWith('channel:') ? placeOfChannel(scope.slice('channel:'.length)) : null;
  if (!place || !ports.adapters.has(place.platform)) return null;
  const name = await channelName(ports, place);
  return name === undefined || name === null ? null : ports.text.plain(name);
}
