/** Reads the text that a Kubernetes component serves at /metrics, because a jump of the clock needs its counters. */

/** The samples of the metrics that were asked for. */
export interface Metrics {
  has(name: string): boolean;
  /** The sum over the series of this name whose labels contain all the given ones; 0 where there is none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

interface Sample {
  readonly labels: string;
  readonly value: number;
}

const NAME_END = /[{ ]/;

/**
 * Keeps the metrics of the given names only: a kube-scheduler serves thousands of lines. Labels are compared as text, which is exact for
 * values without quotes and backslashes, as those of Kubernetes' own metrics are.
 *
 * @param text Prometheus text format (prometheus.io/docs/instrumenting/exposition_formats), without time stamps.
 */
export function readMetrics(text: string, names: ReadonlySet<string>): Metrics {
  const samples = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const end = line.search(NAME_END);
    const name = line.slice(0, end);
    if (end < 0 || !names.has(name)) continue;
    const close = line.lastIndexOf('}');
    const labels = close < 0 ? '' : line.slice(end + 1, close);
    const value = Number(line.slice(Math.max(close, end) + 1).trim());
    const known = samples.get(name);
    if (known) known.push({ labels: `,${labels},`, value });
    else samples.set(name, [{ labels: `,${labels},`, value }]);
  }
  return {
    has: (name) => samples.has(name),
    sum(name, labels = {}) {
      const wanted = Object.entries(labels).map(([key, value]) => `,${key}="${value}",`);
      return (samples.get(name) ?? [])
        .filter((sample) => wanted.every((each) => sample.labels.includes(each)))
        .reduce((sum, { value }) => sum + value, 0);
    },
  };
}
