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

/** A time, or a time with the number of pods that arrive then, or with the run of one pod. */
type WrittenArrival =
  | string
  | {
      readonly at: string;
      readonly count?: number;
      readonly lifetime?: string;
      readonly longerThan?: string;
    };

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

/** What entries with these ends of their names are. */
const NAMES_APART = [
  [/-before(-\d+)?$/, 'NAME-before: pods that were there when it began'],
  [/-waiting$/, 'NAME-waiting: pods that had no node when it began'],
  [/-long$/, 'NAME-long: the few pods that carry most of the time, one by one'],
  [/-bursts$/, 'NAME-bursts: large bursts'],
] as const;

/** A line for each kind of entry beside that of a group, in the scenario. */
export function explainedNames(scenario: WrittenScenario): string[] {
  const apart = [...entriesByGroup(scenario)].flatMap(([group, entries]) =>
    entries.map(({ name }) => name).filter((name) => name.startsWith(`${group}-`)),
  );
  return NAMES_APART.filter(([end]) => apart.some((name) => end.test(name))).map(([, words]) => words);
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

/**
 * Such as `exponential in 4 stretches, lifetime Kaplan-Meier; web-bursts: large bursts, mix of 12`. The entry that has the name of the
 * group comes first, the others follow with their names.
 */
export function writtenWords(group: string, entries: readonly WrittenEntry[]): string {
  const arriving = entries.filter((entry) => entry.kind !== undefined || !isOfPresent(entry));
  const present = entries.filter((entry) => !arriving.includes(entry));
  const own = arriving.filter(({ name }) => name === group).map((entry) => wordsOf(entry, group));
  const apart = arriving.filter(({ name }) => name !== group);
  const words = [
    ...own,
    ...apart.map((entry) => `${entry.name}: ${wordsOf(entry, group)}`),
    ...presentWords(
      present.filter(({ ages }) => ages !== undefined),
      'there before',
    ),
    ...presentWords(
      present.filter(({ ages }) => ages === undefined),
      'there before, without a node',
    ),
  ];
  return [...new Set(words)].join('; ');
}

/** Entries of pods that existed before are one for the reader. */
function presentWords(entries: readonly WrittenEntry[], what: string): string[] {
  const [first] = entries;
  if (!first) return [];
  const pods = entries.reduce((sum, { ages, count }) => sum + (ages?.length ?? count ?? 1), 0);
  const parts = entries.length > 1 ? `, in ${entries.length} parts` : '';
  const [runs, ...others] = new Set(entries.map(runWords));
  return [`${first.name}: ${pods} ${what}${parts}${runs && others.length === 0 ? `, ${runs}` : ''}`];
}

function wordsOf(entry: WrittenEntry, group: string): string {
  if (entry.kind !== undefined) return entry.arrivals ? `${entry.kind}s, ${arrivalWords(entry)}` : entry.kind;
  if (isOneByOne(entry)) return `${counted(recordedArrivals([entry]), 'pod')} one by one`;
  const comes = entry.name === `${group}-bursts` ? 'large bursts' : arrivalWords(entry);
  const runs = runWords(entry);
  return runs === '' ? comes : `${comes}, ${runs}`;
}

/** Whether each arrival has the run that was recorded. */
function isOneByOne({ arrivals }: WrittenEntry): boolean {
  return (
    isList(arrivals) &&
    arrivals.length > 0 &&
    arrivals.every((each) => typeof each !== 'string' && (each.lifetime ?? each.longerThan) !== undefined)
  );
}

function arrivalWords({ arrivals, pace, burst, arrivalTime }: WrittenEntry): string {
  if (arrivalTime !== undefined || isList(arrivals)) return 'recorded times';
  const type = arrivals?.type ?? '';
  const bursts = burst === undefined ? '' : ' bursts';
  if (!pace) return `${type}${bursts}`;
  return `${type}${bursts} ${pace.every === undefined ? `in ${counted(pace.steps.length, 'stretch')}` : `in a cycle of ${pace.steps.length}`}`;
}

function runWords({ lifetime, ends, mix }: WrittenEntry): string {
  if (mix !== undefined) return `mix of ${mix.length}`;
  if (ends !== undefined) return 'lifetimes by cause';
  if (lifetime === undefined) return '';
  if (typeof lifetime === 'string') return 'lifetime constant';
  return `lifetime ${lifetime.type === 'empirical' ? 'Kaplan-Meier' : lifetime.type}`;
}

function isList(arrivals: WrittenEntry['arrivals']): arrivals is readonly WrittenArrival[] {
  return Array.isArray(arrivals);
}
