/**
 * One run at a time, so that no older answer comes after a newer one; what is asked for meanwhile causes one more run. A run that fails
 * is told to whoever waits for it, and hinders no later one.
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>} resolves when a run that began later than this has ended
 */
export function oneAtATime(work) {
  /** @type {Promise<void> | null} */
  let running = null;
  let again = false;

  async function run() {
    try {
      while (again) {
        again = false;
        await work();
      }
    } finally {
      running = null;
    }
  }

  return () => {
    again = true;
    running ??= run();
    return running;
  };
}
