import type { Logger, Meter } from '../app/ports.ts';
import { createHealth, type Health } from './health.ts';
import { createMeter } from './meter.ts';
import { measureProcess } from './process-measures.ts';
import { listen } from './server.ts';

export interface HealthServer extends Pick<Health, 'open' | 'close'> {
  /** Null when nobody asked for one. */
  url: string | null;
  meter: Meter;
  stop(): Promise<void>;
}

/** Listens before anything else is there and until everything else is gone: whoever asks meanwhile is told so. */
export async function startHealth({ host, port }: { host: string; port: number | null }, logger: Logger): Promise<HealthServer> {
  const meter = createMeter();
  if (port === null) return { url: null, meter, open() {}, close() {}, stop: () => Promise.resolve() };
  const own = measureProcess();
  const health = createHealth({ logger, counted: () => [...meter.families(), ...own.families()] });
  try {
    const server = await listen(health.fetch, { host, port }, { port: 'HEALTH_PORT', host: 'HEALTH_HOST' });
    return {
      url: server.url,
      meter,
      open: health.open,
      close: health.close,
      async stop() {
        own.stop();
        await server.stop();
      },
    };
  } catch (error) {
    own.stop();
    throw error;
  }
}
