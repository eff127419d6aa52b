/** What the composition root gives this adapter. The environment variables behind it are read in `src/config.ts`. */
export interface PlaygroundOptions {
  /** Where the platform listens, such as `http://127.0.0.1:3000`; it never leaves this machine. */
  url: string;
  /** The bot's token. */
  token: string;
  /** Milliseconds since 1970. */
  now: () => number;
  logger: AdapterLogger;
  timeouts?: Timeouts;
}

/** Constant messages, data beside them; pino fits. */
export interface AdapterLogger {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** How long the platform may take to answer, in milliseconds. */
export interface Timeouts {
  /** The port allows 10 seconds, all told. */
  publishMs: number;
  otherMs: number;
}

export const TIMEOUTS: Timeouts = { publishMs: 9_500, otherMs: 5_000 };

/** Longer than the platform's heartbeat: a stream that says nothing for this long is dead. */
export const SILENCE_MS = 30_000;

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The platform's address without a path. */
export function originOf({ url, token }: PlaygroundOptions): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'http:' || !LOOPBACK.includes(parsed.hostname)) {
    throw new Error('The address of the playground must be http://127.0.0.1:<port>: its chat never leaves this machine.');
  }
  if (token === '') throw new Error('The playground needs the token of its bot. Set PLAYGROUND_TOKEN.');
  return parsed.origin;
}
