import { LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import type { AdapterLogger } from '../config.ts';

/** Slack's packages log whole requests when asked to: only the beginning of what they warn of is kept, up to where they quote. */
export function quiet(logger: AdapterLogger): Logger {
  const said = (words: unknown[]) => ({ said: String(words[0]).split(/[:(`"]/, 1)[0] });
  return {
    debug() {},
    info() {},
    warn: (...words: unknown[]) => logger.warn(said(words), 'Slack’s client warns'),
    error: (...words: unknown[]) => logger.warn(said(words), 'Slack’s client reports an error'),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
