/**
 * @typedef {import('../visible.ts').View} View
 * @typedef {import('../visible.ts').SeenMessage} Message
 * @typedef {Message['actions'][number]} Action
 * @typedef {import('../world.ts').Person} Person
 */

/** An answer that says no: `message` is written for the person, and says what to do. */
class Refused extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 */
export async function get(path) {
  return answered(await reached(fetch(path)));
}

/**
 * @template T
 * @param {string} path
 * @param {object} body
 * @returns {Promise<T>}
 */
export async function post(path, body) {
  const sent = fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return answered(await reached(sent));
}

/** @param {Promise<Response>} sent */
async function reached(sent) {
  try {
    return await sent;
  } catch {
    throw new Refused('UNREACHABLE', 'The playground does not answer. Nothing is lost: start it again (npm start), and this page goes on.');
  }
}

/**
 * @template T
 * @param {Response} response
 * @returns {Promise<T>}
 */
async function answered(response) {
  const body = /** @type {unknown} */ (await response.json().catch(() => UNREADABLE));
  if (response.ok && body !== UNREADABLE) return /** @type {T} */ (body);
  const { code, message } = /** @type {{ code: string, message: string }} */ (body);
  throw new Refused(code, message);
}

const UNREADABLE = { code: 'UNREADABLE', message: 'The answer could not be read. Reload the page.' };

/** @param {unknown} error */
export function wordsOf(error) {
  if (error instanceof Refused) return error.message;
  throw error;
}
