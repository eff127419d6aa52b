import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What `useradd` accepts, and nothing that a command could take for an option. */
const NAME = /^[a-z_][a-z0-9_-]{0,31}$/;

export type OtherUser = { ok: true; user: { name: string; uid: number; gid: number } } | { ok: false; because: string };

/** Looks up a user of this machine as whom a program can be run now, and who is neither root nor ourselves. */
export function otherUser(name: string): OtherUser {
  const uid = NAME.test(name) ? idOf('-u', name) : null;
  const gid = uid === null ? null : idOf('-g', name);
  if (uid === null || gid === null) return { ok: false, because: 'there is no such user on this machine' };
  if (uid === 0) return { ok: false, because: 'root can read everything' };
  if (uid === process.getuid?.()) return { ok: false, because: 'that is the user that Countersign runs as' };
  const { error } = spawnSync('true', [], { uid, gid, stdio: 'ignore' });
  return error === undefined && mayKillOthers()
    ? { ok: true, user: { name, uid, gid } }
    : { ok: false, because: 'Countersign may not start and stop programs of another user; it needs CAP_SETUID, CAP_SETGID and CAP_KILL' };
}

/** Bit of `CapEff` in Linux' capabilities(7). */
const CAP_KILL = 5n;

/** A program that could be started and not be stopped would outlive the kill switch. Where Linux does not tell, root may. */
function mayKillOthers(): boolean {
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return effective !== undefined && ((BigInt(`0x${effective}`) >> CAP_KILL) & 1n) === 1n;
  } catch {
    return process.geteuid?.() === 0;
  }
}

function idOf(what: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [what, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 && /^\d+\n$/.test(stdout) ? Number(stdout) : null;
}
