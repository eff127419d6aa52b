import type { Message } from '../messages.ts';
import { showBlocks } from './blocks.ts';
import { joined } from './live.ts';
import type { Live, Names, Shown } from './live.ts';
import { showMrkdwn } from './mrkdwn.ts';

/** What a message shows: its blocks, and its text where there are none. */
export function showMessage({ blocks, text }: Pick<Message, 'blocks' | 'text'>, names: Names): Shown {
  return blocks === null || blocks.length === 0 ? showMrkdwn(text, names) : showBlocks(blocks, names);
}

/** Everything live in it. The text beside blocks is what notifications show, and is looked through as well. */
export function liveIn(message: Pick<Message, 'blocks' | 'text'>, names: Names): Live[] {
  const { live } = joined([showMessage(message, names), showMrkdwn(message.text, names)], '\n');
  const key = ({ kind, value }: Live) => `${kind} ${value}`;
  return live.filter((one, index) => live.findIndex((other) => key(other) === key(one)) === index);
}
