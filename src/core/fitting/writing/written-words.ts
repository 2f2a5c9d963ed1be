/** Says in a few words how each group of a fitted scenario is written. */
import { counted } from '../../errors/counted.ts';
import type { WrittenScenario } from './written-scenario.ts';

/** An entry of `events.pods` or `events.workloads`, as far as it is read here. */
export interface WrittenEntry {
  readonly name: string;
  readonly template?: string;
  readonly kind?: string;
  readonly arrivals?: { readonly type: string } | readonly WrittenArrival[];
  readonly ages?: readonly unknown[];
  readonly count?: number;
  readonly pace?: { readonly every?: string; readonly steps: readonly unknown[] };
  readonly burst?: unknown;
  readonly lifetime?: string | { readonly type: string };
  readonly ends?: unknown;
  readonly mix?: readonly unknown[];
  readonly arrivalTime?: string;
}

/** A time, or a time with the number of pods that arrive then. */
type WrittenArrival = string | { readonly at: string; readonly count?: number };

/** The entries by the group that they draw: the name of their template. */
export function entriesByGroup({ events }: WrittenScenario): Map<string, WrittenEntry[]> {
  const { pods = [], workloads = [] } = events as {
    readonly pods?: readonly WrittenEntry[];
    readonly workloads?: readonly WrittenEntry[];
  };
  const byGroup = new Map<string, WrittenEntry[]>();
  const groups = new Map<string, string>();
  for (const entry of [...workloads, ...pods]) {
    // Later steps of a workload have no template, or that of an update.
    const group = groups.get(entry.name) ?? entry.template ?? entry.name;
    groups.set(entry.name, group);
    const own = byGroup.get(group);
    if (own) own.push(entry);
    else byGroup.set(group, [entry]);
  }
  return byGroup;
}

/** The number of pods whose arrivals are written as recorded times. */
export function recordedArrivals(entries: readonly WrittenEntry[]): number {
  return entries.reduce((sum, { arrivals, arrivalTime }) => {
    if (arrivalTime !== undefined) return sum + 1;
    if (!isList(arrivals)) return sum;
    return (
      sum + arrivals.reduce((count, each) => count + (typeof each === 'string' ? 1 : (each.count ?? 1)), 0)
    );
  }, 0);
}

/** A group of so few Jobs, as one of so few pods, has recorded times in any case. */
const FEW_JOBS = 20;

export function hasFewJobs(entries: readonly WrittenEntry[]): boolean {
  return (
    entries.some((entry) => entry.kind === 'Job' && isList(entry.arrivals)) &&
    recordedArrivals(entries) < FEW_JOBS
  );
}

/** Whether the entry stands for pods that existed before the recording. */
export function isOfPresent({ name, ages, count, arrivals }: WrittenEntry): boolean {
  return ages !== undefined || (count !== undefined && !isList(arrivals) && /-(before|waiting)$/.test(name));
}

/** Such as `exponential in 4 stretches; lifetime empirical`. */
export function writtenWords(entries: readonly WrittenEntry[]): string {
  const words = entries.map(wordsOf);
  const distinct = [...new Set(words)].filter((word) => word !== '');
  return distinct.length > 2
    ? `${distinct[0]!}; ${counted(distinct.length - 1, 'more entry')}`
    : distinct.join('; ');
}

function wordsOf(entry: WrittenEntry): string {
  if (entry.kind !== undefined) return entry.arrivals ? `${entry.kind}s, ${arrivalWords(entry)}` : entry.kind;
  const comes = isOfPresent(entry) ? 'present' : arrivalWords(entry);
  const runs = runWords(entry);
  return runs === '' ? comes : `${comes}, ${runs}`;
}

function arrivalWords({ arrivals, pace, burst, arrivalTime }: WrittenEntry): string {
  if (arrivalTime !== undefined || isList(arrivals)) return 'recorded times';
  const type = arrivals?.type ?? '';
  const bursts = burst === undefined ? '' : ' bursts';
  if (!pace) return `${type}${bursts}`;
  return `${type}${bursts} ${pace.every === undefined ? `in ${counted(pace.steps.length, 'stretch')}` : `in a cycle of ${pace.steps.length}`}`;
}

function runWords({ lifetime, ends, mix }: WrittenEntry): string {
  if (mix !== undefined) return `${counted(mix.length, 'size')} with own lifetimes`;
  if (ends !== undefined) return 'lifetimes by cause';
  if (lifetime === undefined) return '';
  if (typeof lifetime === 'string') return 'lifetime constant';
  return `lifetime ${lifetime.type === 'empirical' ? 'Kaplan-Meier' : lifetime.type}`;
}

function isList(arrivals: WrittenEntry['arrivals']): arrivals is readonly WrittenArrival[] {
  return Array.isArray(arrivals);
}
