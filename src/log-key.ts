import { utf8 } from './log/bytes.ts';
import { openCheckpoint } from './log/checkpoint.ts';
import { FormatError } from './log/format-error.ts';
import type { Signer } from './log/signer.ts';
import { parseVerifierKey } from './log/verifier-key.ts';
import type { Store } from './store/store.ts';

/** A log has one key for ever. With another, no intent would come under a checkpoint and nothing could be published: better said at once. */
export async function demandLogKey(store: Store, signer: Signer): Promise<void> {
  const latest = await store.read.checkpoints.latest();
  if (!latest) return;
  try {
    openCheckpoint(utf8(latest.note), parseVerifierKey(signer.verifierKey));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new Error('LOG_KEY is not the key that this log was signed with. Set the right one; with another nothing can be published.', {
      cause,
    });
  }
}
