import { expect, it } from 'vitest';
import type { AgentRow, GrantRow, SubmissionRow } from '../../../src/store/store.ts';
import type { Harness } from '../harness.ts';
import { ana, ben, newId } from '../samples.ts';

const scribe: AgentRow = {
  name: 'scribe',
  keyId: 'K1',
  secretHash: new Uint8Array(32).fill(7),
  createdAt: 5,
  rotatedAt: null,
  revokedAt: null,
};

function grantOf(changes: Partial<GrantRow> = {}): GrantRow {
  return {
    id: newId('gra'),
    agent: 'scribe',
    requester: ana,
    asked: '{"channel":"engineering"}',
    question: 'how do I … 🗝?',
    verbs: 'draft read',
    draftsLeft: 2,
    bytesLeft: 100,
    epoch: 3,
    draft: null,
    run: null,
    createdAt: 1_000,
    expiresAt: 2_000,
    ...changes,
  };
}

export function agentsContract(setUp: () => Promise<Harness>): void {
  it('keeps one secret an agent, finds it by its key, and revokes it once', async () => {
    const store = await (await setUp()).open();
    await store.transact((tx) => tx.agents.put(scribe));
    expect([await store.read.agents.get('scribe'), await store.read.agents.byKey('K1')]).toEqual([scribe, scribe]);
    const rotated = { ...scribe, keyId: 'K2', secretHash: new Uint8Array(32).fill(8), rotatedAt: 9 };
    await store.transact((tx) => tx.agents.put(rotated));
    expect([await store.read.agents.byKey('K1'), await store.read.agents.byKey('K2')]).toEqual([undefined, rotated]);
    const revoke = (name: string): Promise<boolean> => store.transact((tx) => tx.agents.revoke(name, 11));
    expect([await revoke('scribe'), await revoke('scribe'), await revoke('nobody')]).toEqual([true, false, false]);
    expect(await store.read.agents.all()).toEqual([{ ...rotated, revokedAt: 11 }]);
  });

  it('lets a code be redeemed once, in its time, by its own agent', async () => {
    const store = await (await setUp()).open();
    const grant = grantOf();
    await store.transact((tx) => tx.grants.insert(grant, { codeHash: 'code', tokenHash: null }));
    const redeem = (agent: string, now: number, tokenHash: string): Promise<GrantRow | undefined> =>
      store.transact((tx) => tx.grants.redeem('code', agent, { tokenHash, now, expiresAt: 9_000 }));
    expect(await redeem('other', 1_500, 't0')).toBeUndefined();
    expect(await redeem('scribe', 2_000, 't1')).toBeUndefined();
    const both = await Promise.all([redeem('scribe', 1_999, 't2'), redeem('scribe', 1_999, 't3')]);
    const made = { ...grant, expiresAt: 9_000 };
    expect(both.filter((one) => one !== undefined)).toEqual([made]);
    const found = await Promise.all(['code', 't0', 't1', 't2', 't3'].map((token) => store.read.grants.byToken(token)));
    expect(found.filter((one) => one !== undefined)).toEqual([made]);
  });

  it('spends no more than a grant has, however many spend at once', async () => {
    const store = await (await setUp()).open();
    const grant = grantOf();
    await store.transact((tx) => tx.grants.insert(grant, { codeHash: null, tokenHash: 't' }));
    const spend = (drafts: number, bytes: number): Promise<boolean> => store.transact((tx) => tx.grants.spend(grant.id, { drafts, bytes }));
    expect(await spend(0, 101)).toBe(false);
    const spent = await Promise.all([spend(1, 40), spend(1, 40), spend(1, 10)]);
    expect(spent.filter(Boolean)).toHaveLength(2);
    expect((await store.read.grants.byToken('t'))?.draftsLeft).toBe(0);
    expect([await spend(1, 0), await spend(0, 5)]).toEqual([false, true]);
  });

  it('drops the codes of one person for one agent, and forgets what has expired with its words', async () => {
    const store = await (await setUp()).open();
    const rows: [GrantRow, string | null, string | null][] = [
      [grantOf(), 'c1', null],
      [grantOf({ requester: ben }), 'c2', null],
      [grantOf({ agent: 'other' }), 'c3', null],
      [grantOf({ expiresAt: 5_000 }), null, 't1'],
    ];
    await store.transact(async (tx) => {
      for (const [row, codeHash, tokenHash] of rows) await tx.grants.insert(row, { codeHash, tokenHash });
      await tx.grants.dropOffers(ana, 'scribe');
    });
    expect(await store.transact((tx) => tx.grants.sweep(4_000))).toBe(2);
    expect(await store.read.grants.byToken('t1')).toEqual(rows[3]?.[0]);
    expect(await store.transact((tx) => tx.grants.sweep(5_001))).toBe(1);
  });

  it('keeps one submission under an agent’s key, which one process carries out and answers', async () => {
    const store = await (await setUp()).open();
    const row: SubmissionRow = {
      agent: 'scribe',
      key: 'k',
      digest: 'd',
      owner: 'p1',
      draft: newId('drf'),
      run: newId('run'),
      reply: null,
      at: 7,
    };
    const put = (one: SubmissionRow): Promise<boolean> => store.transact((tx) => tx.submissions.put(one));
    expect([await put(row), await put({ ...row, digest: 'e' }), await put({ ...row, agent: 'other' })]).toEqual([true, false, true]);
    expect(await store.read.submissions.get('scribe', 'k')).toEqual(row);
    const takeOver = (from: string, to: string): Promise<boolean> =>
      store.transact((tx) => tx.submissions.takeOver('scribe', 'k', { from, to }));
    expect((await Promise.all([takeOver('p1', 'p2'), takeOver('p1', 'p3')])).filter(Boolean)).toHaveLength(1);
    const answer = (reply: string): Promise<boolean> => store.transact((tx) => tx.submissions.answer('scribe', 'k', reply));
    expect([await answer('{}'), await answer('[]')]).toEqual([true, false]);
    const [owner = ''] = [(await store.read.submissions.get('scribe', 'k'))?.owner];
    expect(await takeOver(owner, 'p4')).toBe(false);
    expect((await store.read.submissions.get('scribe', 'k'))?.reply).toBe('{}');
    expect(await store.transact((tx) => tx.submissions.sweep(8))).toBe(2);
  });
}
