/** @typedef {'live' | 'lost'} Connection */

const TRY_AGAIN_MS = 1000;

/**
 * Watches what one person can see. A browser keeps at most six connections to one address, so a page that nobody looks at lets go
 * of its own; whoever comes back is told to look anew.
 * @param {string} person
 * @param {(connection: Connection) => void} changed there may be something new, or the connection is lost
 * @returns {() => void} ends it
 */
export function watch(person, changed) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(`/playground/api/events?person=${encodeURIComponent(person)}`);
    for (const event of ['hello', 'changed', 'removed', 'world']) source.addEventListener(event, () => changed('live'));
    source.addEventListener('error', () => {
      changed('lost');
      close();
      timer = setTimeout(open, TRY_AGAIN_MS);
    });
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const look = () => (document.hidden ? close() : open());

  document.addEventListener('visibilitychange', look);
  open();
  return () => {
    document.removeEventListener('visibilitychange', look);
    close();
  };
}
