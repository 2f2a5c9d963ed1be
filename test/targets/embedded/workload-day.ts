/** Plays workloads on three nodes and lists what happened to their pods. */
import type { Observation } from '../../../src/core/recording/observation.ts';
import { observed, type Run } from './small-play.ts';

/** The scheduler takes no time here, so that only the workloads' own times are seen. */
export const AT_ONCE = { cycle: 0, bind: 0 };

export const NODES =
  'cluster: {nodes: [{name: n, count: 3, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}\n';

export interface Day {
  readonly workloads: readonly string[];
  readonly nodes?: readonly string[];
  readonly pods?: readonly string[];
  readonly rest?: string;
}

export function play({ workloads, nodes = [], pods = [], rest = '' }: Day): Run {
  const list = (key: string, entries: readonly string[]): string =>
    entries.length === 0 ? '' : `  ${key}:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`;
  const events = `events:\n${list('workloads', workloads)}${list('nodes', nodes)}${list('pods', pods)}`;
  return observed((rest.includes('cluster:') ? '' : NODES) + rest + events, AT_ONCE);
}

/** Names of the pods that neither ended nor are gone, at the end or at a time in seconds. */
export function alive({ observations }: Run, until = Infinity): string[] {
  const names = new Map<string, string>();
  for (const each of observations) {
    if (each.at > until * 1e6) break;
    if (each.kind === 'pod-created') names.set(each.uid, each.name);
    if (each.kind === 'pod-deleted' || each.kind === 'pod-finished') names.delete(each.uid);
  }
  return [...names.values()].sort();
}

/** What happened to pods, as `5s created web-0`. */
export function events({ observations }: Run, kinds: readonly Observation['kind'][]): string[] {
  const names = new Map<string, string>();
  return observations.flatMap((each) => {
    if (each.kind === 'pod-created') names.set(each.uid, each.name);
    if (!('uid' in each) || !kinds.includes(each.kind)) return [];
    return [`${each.at / 1e6}s ${each.kind.replace('pod-', '')} ${names.get(each.uid)}`];
  });
}

export const created = (day: Run): string[] => events(day, ['pod-created']);
