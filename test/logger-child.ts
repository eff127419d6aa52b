/** Logs what nobody should ever log, at every level. */
import { createLogger } from '../src/logger.ts';

const SECRET = 'swordfish';
const logger = createLogger('debug');
const names = ['token', 'secret', 'dataKey', 'logKey', 'authorization', 'text', 'question', 'answer', 'preview', 'output', 'body'];
const held = Object.fromEntries([...names, 'tree', 'markdown'].map((name) => [name, SECRET]));

logger.debug(held, 'at the top');
logger.info({ draft: held }, 'one step down');
logger.warn({ drafts: [held], request: { post: held } }, 'two steps down');
const error = Object.assign(new Error('the reason', { cause: Object.assign(new TypeError('the cause'), held) }), held, { code: 'A_CODE' });
logger.error({ error }, 'an error that carries more than its message');
logger.error({ error: SECRET }, 'something thrown that is no error');
