/**
 * Whether this was called by a name of ours. A web page can have its own name point to this machine, and a browser then calls us by it
 * (DNS rebinding): so another `Host` is refused, and so is an `Origin` of another name. Ports do not matter.
 */
export function createNameCheck(names: readonly string[]): (host: string | undefined, origin: string | undefined) => boolean {
  const isOwn = (url: URL | null): boolean => url !== null && names.includes(url.hostname);
  return (host, origin) => isOwn(URL.parse(`http://${host ?? ''}`)) && (origin === undefined || isOwn(URL.parse(origin)));
}
