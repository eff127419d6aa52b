import type { Company } from '../stories/company.ts';
import { until } from '../support/processes.ts';
import { type Metric, parseMetrics } from './prometheus-text.ts';

export interface Ready {
  status: number;
  state: string;
  /** The names of those that failed. */
  failed: string[];
}

/** Everything that /readyz looks at. */
export const ALL_CHECKS = ['database', 'schema', 'lease', 'rules', 'log', 'platform'];

export function healthOf(company: Company): string {
  return company.bot.running().healthUrl ?? '';
}

export async function ready(health: string): Promise<Ready> {
  const response = await fetch(`${health}/readyz`);
  const { state, checks } = (await response.json()) as { state: string; checks: Record<string, string> };
  const failed = Object.keys(checks).filter((check) => checks[check] !== 'ok');
  return { status: response.status, state, failed };
}

/** Waits until exactly these checks fail; none: until it is ready. */
export async function untilFailed(health: string, failed: string[]): Promise<void> {
  const status = failed.length === 0 ? 200 : 503;
  await until(
    async () => {
      const now = await ready(health);
      if (now.status === status && now.state === 'running' && now.failed.join() === failed.join()) return true;
      throw new Error(JSON.stringify(now));
    },
    { what: `readyz to say ${status} because of ${failed.join(', ') || 'nothing'}`, timeoutMs: 30_000, everyMs: 50 },
  );
}

export async function metrics(health: string): Promise<{ text: string; all: Map<string, Metric>; value(sample: string): number }> {
  const response = await fetch(`${health}/metrics`);
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`);
  const text = await response.text();
  const all = parseMetrics(text);
  const samples = new Map([...all.values()].flatMap((metric) => [...metric.samples]));
  return {
    text,
    all,
    value(sample) {
      const value = samples.get(sample);
      // A histogram has no samples of a label before the first of them is seen.
      if (value === undefined && !/_(bucket|sum|count)\{/.test(sample)) throw new Error(`there is no ${sample} in:\n${text}`);
      return value ?? 0;
    },
  };
}
