/** Times that run against each other: out of order, after the end, a node gone before the pods that need it. */

import type { Problem } from '../../errors/problem.ts';
import { formatDuration } from '../../time/duration.ts';
import type { NodeEvent, PodEntry, Scenario } from '../scenario.ts';

export function lintTimes(scenario: Scenario): Problem[] {
  return [
    ...unordered(
      scenario.pods.flatMap((entry) => (entry.kind === 'drawn' ? [] : [entry])),
      'pod',
    ),
    ...unordered(scenario.nodeEvents, 'node event'),
    ...unordered(scenario.schedulerEvents, 'scheduler event'),
    ...afterTheEnd(scenario),
    ...nodeGoneBeforeItsPods(scenario),
    ...deletedBeforeCreated(scenario),
  ];
}

type Timed = { readonly at: number; readonly position: Problem['position'] };

function unordered(entries: readonly Timed[], what: string): Problem[] {
  let latest = 0;
  return entries.flatMap((entry): Problem[] => {
    if (entry.at >= latest) {
      latest = entry.at;
      return [];
    }
    const message = `this ${what} (${formatDuration(entry.at)}) is written after a later one (${formatDuration(latest)}); it is played in order of time`;
    return [{ code: 'unlikely-value', severity: 'warning', position: entry.position, message }];
  });
}

function afterTheEnd(scenario: Scenario): Problem[] {
  const end = scenario.duration;
  if (end === undefined) return [];
  const timed: Timed[] = [
    ...scenario.pods.map((entry) => ({
      at: entry.kind === 'drawn' ? entry.start : entry.at,
      position: entry.position,
    })),
    ...scenario.nodeEvents,
    ...scenario.schedulerEvents,
  ];
  return timed.flatMap((entry): Problem[] =>
    entry.at > end
      ? [
          {
            code: 'unlikely-value',
            severity: 'warning',
            position: entry.position,
            message: `never happens: ${formatDuration(entry.at)} is after the scenario's duration of ${formatDuration(end)}`,
          },
        ]
      : [],
  );
}

/** Pods that can only run on one node (nodeName, or its hostname selected) which is removed before they arrive. */
function nodeGoneBeforeItsPods(scenario: Scenario): Problem[] {
  const removals = scenario.nodeEvents.filter((event) => event.action === 'remove');
  if (removals.length === 0) return [];
  return scenario.pods.flatMap((entry): Problem[] => {
    if (entry.kind === 'deletion') return [];
    const node = neededNode(entry);
    if (node === undefined) return [];
    const at = entry.kind === 'drawn' ? entry.start : entry.at;
    const removal = removals.find(
      (event) => isThatNode(event, node) && event.at <= at && !isBack(scenario, node, event.at, at),
    );
    if (!removal) return [];
    const message = `needs node "${node}", which is gone since ${formatDuration(removal.at)}, before the pod arrives (${formatDuration(at)})`;
    return [{ code: 'unlikely-value', severity: 'warning', position: entry.position, message }];
  });
}

function neededNode(entry: Exclude<PodEntry, { kind: 'deletion' }>): string | undefined {
  const { spec } = entry.template;
  return spec.nodeName || spec.nodeSelector?.['kubernetes.io/hostname'];
}

function isThatNode(event: NodeEvent, node: string): boolean {
  return event.name === node || (event.count === undefined && event.name === node.replace(/-\d+$/, ''));
}

function isBack(scenario: Scenario, node: string, from: number, to: number): boolean {
  return scenario.nodeEvents.some(
    (event) => event.action === 'add' && isThatNode(event, node) && event.at >= from && event.at <= to,
  );
}

function deletedBeforeCreated(scenario: Scenario): Problem[] {
  const created = new Map<string, number>();
  for (const entry of scenario.pods) {
    if (entry.kind !== 'explicit') continue;
    const key = `${entry.namespace}/${entry.podName}`;
    created.set(key, Math.min(entry.at, created.get(key) ?? entry.at));
  }
  return scenario.pods.flatMap((entry): Problem[] => {
    if (entry.kind !== 'deletion') return [];
    const at = created.get(`${entry.namespace}/${entry.podName}`);
    const isDrawn = scenario.pods.some(
      (other) => other.kind === 'drawn' && entry.podName.startsWith(`${other.name}-`),
    );
    if ((at !== undefined && at <= entry.at) || (at === undefined && isDrawn)) return [];
    const why = at === undefined ? 'no entry creates it' : `it is created at ${formatDuration(at)}`;
    return [
      {
        code: 'unlikely-value',
        severity: 'warning',
        position: entry.position,
        message: `deletes pod "${entry.namespace}/${entry.podName}" at ${formatDuration(entry.at)}, but ${why}`,
      },
    ];
  });
}
