import { spawnSync } from 'node:child_process';

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
  return error === undefined
    ? { ok: true, user: { name, uid, gid } }
    : { ok: false, because: 'Countersign may not start programs as another user; it needs CAP_SETUID, CAP_SETGID and CAP_KILL' };
}

function idOf(what: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [what, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 && /^\d+\n$/.test(stdout) ? Number(stdout) : null;
}
