/** Link hygiene. Addresses and labels come from the agent: nothing about them is trusted. */
import { bareHost, hostsNamedIn } from './addresses.ts';

/** An ASCII host as DNS and people know it, or an IPv6 address. WHATWG lets more through, a backtick for instance. */
const HOST = /^(?:(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:.]+\])$/;

/** White space, what cannot be seen, and what could end a link in somebody's notation. */
const UNSAFE = /[\s\p{C}<>"`\\^{|}]/gu;

/**
 * The canonical form of an http or https URL: ASCII, the host in lower case and punycode, nothing in it that could end it early.
 * Undefined when it is something else, or holds a user or a password (which only serve to look like another host).
 */
export function webUrl(raw: string): string | undefined {
  const url = URL.parse(raw.trim().replace(UNSAFE, encoded));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.username !== '' || url.password !== '' || !HOST.test(url.hostname)) return undefined;
  const start = url.origin.length;
  return url.origin + url.href.slice(start).replace(UNSAFE, encoded).replace(/\[/g, '%5B').replace(/\]/g, '%5D');
}

/** Whether the label reads as if it led somewhere else than to `url`, which is canonical. */
export function namesAnotherHost(label: string, url: string): boolean {
  const { host, hostname } = new URL(url);
  return hostsNamedIn(label).some((named) => named !== bareHost(host) && named !== bareHost(hostname));
}

function encoded(character: string): string {
  // Halves of surrogate pairs cannot be encoded; texts that hold one are refused before.
  return /\p{Cs}/u.test(character) ? '%EF%BF%BD' : encodeURIComponent(character);
}
