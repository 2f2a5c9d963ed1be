/** Reads `events.failures`: fills in defaults, and refuses entries that would share their random draws. */
import { mean } from '../distributions/families/distribution.ts';
import type { DrawnFailures } from './drawn-failures.ts';
import type { Path } from './positioned-yaml.ts';
import { readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import type { FailureEntry } from './schema/failures.ts';

/** What `per` is short for. */
const DOMAINS: Readonly<Record<string, string | undefined>> = {
  node: undefined,
  zone: 'topology.kubernetes.io/zone',
};

export function buildFailures(
  entries: readonly FailureEntry[],
  path: Path,
  report: Reporter,
): DrawnFailures[] {
  const names = new Set<string>();
  return entries.flatMap((entry, index) => {
    const { name = String(index + 1), nodes, labels = {}, per = 'node', notice = 0, grace } = entry;
    const at = [...path, index];
    if (names.has(name))
      report.error('conflicting-keys', [...at, 'name'], `"${name}" is also the name of an entry before it`);
    names.add(name);
    if (grace !== undefined && notice === 0)
      report.error('missing-value', at, 'grace needs a notice: without one no pod is drained');
    const betweenFailures = readTime(entry.betweenFailures, [...at, 'betweenFailures'], report);
    const repair = readTime(entry.repair, [...at, 'repair'], report);
    if (!betweenFailures) return [];
    if (mean(betweenFailures) <= 0)
      report.error(
        'invalid-value',
        [...at, 'betweenFailures'],
        'betweenFailures must be longer than 0 on average',
      );
    return {
      name,
      nodes: typeof nodes === 'string' ? [nodes] : nodes,
      labels,
      per: Object.hasOwn(DOMAINS, per) ? DOMAINS[per] : per,
      betweenFailures,
      repair,
      notice,
      grace,
      position: report.positionOf(at),
    };
  });
}
