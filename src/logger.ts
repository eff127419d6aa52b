import { pino } from 'pino';
import type { Logger } from './app/ports.ts';

/** Where secrets and draft text could stand, should somebody ever log an object that holds them. */
const NEVER = [
  'token',
  'secret',
  'dataKey',
  'logKey',
  'authorization',
  'text',
  'question',
  'answer',
  'preview',
  'output',
  'body',
  'tree',
  'markdown',
];

/**
 * One JSON line an event, on standard error: standard output is for what commands print. Messages are constant and data stands
 * beside them. Of an error its name, code and message are written, and its cause; never what it carries besides.
 */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      redact: { paths: [...NEVER, ...NEVER.map((name) => `*.${name}`), ...NEVER.map((name) => `*.*.${name}`)], censor: '[not logged]' },
      serializers: { error: describeError },
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? { code: String(error.code) } : {};
  return {
    name: error.name,
    ...code,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
