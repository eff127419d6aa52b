/** Reads Prometheus' text form 0.0.4 as its page describes it, and refuses whatever is not in it. */
export interface Metric {
  type: string;
  help: string;
  /** By name and labels, as written: `a_total{kind="ask"}`. */
  samples: Map<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\[\\\\n"])*"';
const VALUE = '(?:-?[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?|NaN|[+-]Inf)';
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\]|\\\\[\\\\n])+)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE = new RegExp(`^(${NAME})(\\{${LABEL}(?:,${LABEL})*\\})? (${VALUE})$`);

export function parseMetrics(text: string): Map<string, Metric> {
  const metrics = new Map<string, Metric>();
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  let current: { name: string; metric: Metric } | null = null;
  let help: { name: string; words: string } | null = null;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, helped, words = ''] = HELP.exec(line) ?? [];
    const [, typed, type = ''] = TYPE.exec(line) ?? [];
    const [sample, named = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    if (helped !== undefined) {
      help = { name: helped, words };
    } else if (typed !== undefined) {
      if (metrics.has(typed)) throw new Error(`${typed} stands there twice`);
      if (help?.name !== typed) throw new Error(`${typed} has no HELP just before its TYPE`);
      current = { name: typed, metric: { type, help: help.words, samples: new Map() } };
      metrics.set(typed, current.metric);
    } else if (sample !== undefined) {
      const suffix = current === null ? null : named.slice(current.name.length);
      const fits = current?.metric.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      if (current === null || !named.startsWith(current.name) || !fits.includes(suffix ?? '?')) throw new Error(`out of place: ${line}`);
      if (current.metric.samples.has(named + labels)) throw new Error(`twice: ${named}${labels}`);
      current.metric.samples.set(named + labels, numberOf(value));
    } else {
      throw new Error(`not in the text form: ${JSON.stringify(line)}`);
    }
  }
  return metrics;
}

function numberOf(value: string): number {
  if (value === 'NaN') return Number.NaN;
  return value.endsWith('Inf') ? (value.startsWith('-') ? -Infinity : Infinity) : Number(value);
}
