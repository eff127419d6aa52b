import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNode } from '../../support/processes.ts';
import type { ConnectModule, Harness, StartHarness } from '../harness.ts';
import { createEar, DONE, secretWord } from './made.ts';

export function endingClauses(name: string, startHarness: StartHarness): void {
  describe('stops', () => {
    let h: Harness;
    beforeAll(async () => void (h = await startHarness()));
    afterAll(() => h.stop());

    it('after what it is doing, and takes nothing new', async () => {
      const hear = createEar();
      const [taken, late] = [secretWord(), secretWord()];
      const { promise: kept, resolve: keep } = Promise.withResolvers<typeof DONE>();
      let handedIn = 0;
      hear.ear.answer = () => {
        handedIn += 1;
        return kept;
      };
      await h.adapter.start(hear.inbound);
      await h.ask(h.people.asker, h.places.open, 'handbook', taken);
      await hear.ask();
      let isStopped = false;
      const stopped = h.adapter.stop().then(() => (isStopped = true));
      await h.ask(h.people.asker, h.places.open, 'handbook', late);
      expect(isStopped).toBe(false);
      keep({ ...DONE, message: `kept ${taken}` });
      await stopped;
      expect(await h.sees(h.people.asker)).toContain(`kept ${taken}`);
      expect(handedIn).toBe(1);
    });

    it('and says from its start to its stop that it is connected', async () => {
      const { connect } = (await import(`../${name}/connect.ts`)) as ConnectModule;
      const adapter = connect(h.address);
      expect(adapter.isConnected()).toBe(false);
      await adapter.start(createEar().inbound);
      expect(adapter.isConnected()).toBe(true);
      await adapter.stop();
      expect(adapter.isConnected()).toBe(false);
    });

    it('leaving no timer and no socket behind: a process that stopped it ends by itself', async () => {
      const child = startNode('test/adapters/contract/start-and-stop-child.ts', { args: [name, h.address] });
      await child.jsonLine((line) => 'stopped' in line);
      const stoppedAt = performance.now();
      expect(await child.exited).toEqual({ code: 0, signal: null });
      expect(performance.now() - stoppedAt).toBeLessThan(3_000);
    });
  });
}
