import type { Family } from './exposition.ts';
import { createHistogram } from './instruments.ts';

const LOOK_EVERY_MS = 100;
const BOUNDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** Memory, processor time and the event loop of this process. Names that are not ours are those which Prometheus' own clients use. */
export interface ProcessMeasures {
  families(): Family[];
  stop(): void;
}

export function measureProcess(): ProcessMeasures {
  const lag = createHistogram(
    'countersign_event_loop_lag_seconds',
    `How much later than planned a timer came, asked ten times a second: nothing else ran here meanwhile.`,
    BOUNDS,
    'without labels',
  );
  let dueAt = performance.now() + LOOK_EVERY_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    lag.observe(Math.max(0, now - dueAt) / 1_000);
    dueAt = now + LOOK_EVERY_MS;
  }, LOOK_EVERY_MS).unref();

  return {
    families() {
      const { rss, heapUsed } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      return [
        gauge('process_resident_memory_bytes', 'Resident memory of this process in bytes.', rss),
        gauge('nodejs_heap_size_used_bytes', 'Used JavaScript heap of this process in bytes.', heapUsed),
        { ...gauge('process_cpu_seconds_total', 'User and system processor time in seconds.', (user + system) / 1e6), type: 'counter' },
        gauge('process_start_time_seconds', 'When this process started, in seconds since 1970.', performance.timeOrigin / 1_000),
        lag.family(),
      ];
    },
    stop: () => clearInterval(timer),
  };
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ value }] };
}
