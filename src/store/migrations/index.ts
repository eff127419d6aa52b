import { start } from './0001-start.ts';
import { forgetting } from './0002-forgetting.ts';
import { sharedCards } from './0003-shared-cards.ts';
import { channelCards } from './0004-channel-cards.ts';
import { agentsThatCallUs } from './0005-agents-that-call-us.ts';
import type { Migration } from './migration.ts';

/** The n-th of them makes schema n. */
export const MIGRATIONS: readonly Migration[] = [start, forgetting, sharedCards, channelCards, agentsThatCallUs];
