import { get } from './api.js';
import { clock, find, whenChanged } from './dom.js';

/**
 * @typedef {import('./corner-switch.js').Switch} Switch
 * @typedef {() => Promise<{ id: string, name: string } | null>} WhoActs the operator for whom this page asks and orders; null where there is none
 */

const LOOK_EVERY_MS = 2000;

/**
 * Whether publishing is stopped, for everybody who looks at the page: what stands above both halves, and what is said once.
 * @param {{ announcer: import('./announcer.js').Announcer, whoActs: WhoActs }} options
 */
export function watchSwitch({ announcer, whoActs }) {
  const line = find('#stopped');
  let hasLooked = false;
  let isQuiet = 0;

  const show = whenChanged((/** @type {Switch} */ { says, stopped, killFile }) => {
    const words = inWords({ says, stopped, killFile });
    line.hidden = stopped.length === 0 && !killFile;
    find('p', line).textContent = words;
    // Whoever gave the order has had their answer.
    if (hasLooked && isQuiet === 0) announcer.say('kill switch', words, words);
    else announcer.knows('kill switch', words);
    hasLooked = true;
  });

  async function look() {
    if (document.hidden) return;
    try {
      const acting = await whoActs();
      if (!acting) return;
      /** @type {{ switch: Switch }} */
      const seen = await get(`/console/switch?person=${encodeURIComponent(acting.id)}`);
      show(seen.switch);
    } catch {
      // The halves say that nothing answers.
    }
  }
  setInterval(() => void look(), LOOK_EVERY_MS);
  void look();

  return {
    show,
    /**
     * While an order is given from this page.
     * @template T
     * @param {() => Promise<T>} work
     */
    async quietly(work) {
      isQuiet++;
      try {
        return await work();
      } finally {
        isQuiet--;
      }
    },
  };
}

/** @param {Pick<Switch, 'says' | 'stopped' | 'killFile'>} state */
function inWords({ says, stopped, killFile }) {
  const orders = stopped.map(({ by, words, at, reason }) => `${by ?? 'Somebody'} stopped ${words} at ${clock(at)}: “${reason}”.`);
  return [says, ...(killFile ? ['The kill file is on the server.'] : []), ...orders].join(' ');
}

/** @typedef {ReturnType<typeof watchSwitch>} SwitchWatch */
