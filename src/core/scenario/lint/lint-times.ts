/** Warns of times that do not fit together: out of order, after the end, a node removed before the pods that need it. */

import { type Problem, warningAt } from '../../errors/problem.ts';
import type { SourcePosition } from '../../errors/user-error.ts';
import { shownDuration } from '../../time/duration.ts';
import type { Microseconds } from '../../time/microseconds.ts';
import type { NodeEvent, PodEntry, Scenario } from '../scenario.ts';

export function lintTimes(scenario: Scenario): Problem[] {
  return [
    ...unordered(
      scenario.pods.flatMap((entry) => (entry.kind === 'drawn' ? [] : [entry])),
      'pod',
    ),
    ...unordered(scenario.nodeEvents, 'node event'),
    ...unordered(scenario.objectEvents, 'object event'),
    ...unordered(scenario.schedulerEvents, 'scheduler event'),
    ...afterTheEnd(scenario),
    ...nodeGoneBeforeItsPods(scenario),
    ...deletedBeforeCreated(scenario),
    ...updatedBeforeCreated(scenario),
  ];
}

interface Timed {
  readonly at: Microseconds;
  readonly position: SourcePosition;
}

function unordered(entries: readonly Timed[], what: string): Problem[] {
  let latest = 0;
  return entries.flatMap((entry): Problem[] => {
    if (entry.at >= latest) {
      latest = entry.at;
      return [];
    }
    const message = `this ${what} (${shownDuration(entry.at)}) is written after a later one (${shownDuration(latest)}); it is played in order of time`;
    return [warningAt('out-of-order', entry.position, message)];
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
    ...scenario.podUpdates,
    ...scenario.nodeEvents,
    ...scenario.objectEvents,
    ...scenario.schedulerEvents,
  ];
  return timed.flatMap((entry) => neverHappens(entry, end));
}

/** A warning for an entry after the scenario's duration. */
export function neverHappens({ at, position }: Timed, duration: Microseconds): Problem[] {
  if (at <= duration) return [];
  const message = `never happens: ${shownDuration(at)} is after the scenario's duration of ${shownDuration(duration)}`;
  return [warningAt('after-the-end', position, message)];
}

/** Pods that can run on one node only (by nodeName or a selected hostname), which is removed before they arrive. */
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
    const message = `needs node "${node}", which is gone since ${shownDuration(removal.at)}, before the pod arrives (${shownDuration(at)})`;
    return [warningAt('node-already-removed', entry.position, message)];
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

/** When explicit pods are created, by namespace and name; the first time of each. */
function creations(scenario: Scenario): ReadonlyMap<string, number> {
  const created = new Map<string, number>();
  for (const entry of scenario.pods) {
    if (entry.kind !== 'explicit') continue;
    const key = `${entry.namespace}/${entry.podName}`;
    created.set(key, Math.min(entry.at, created.get(key) ?? entry.at));
  }
  return created;
}

/** Drawn pods and those of workloads have the name of their entry and a number. */
function mayBeDrawn(podName: string, { pods }: Scenario): boolean {
  return pods.some((entry) => entry.kind === 'drawn' && podName.startsWith(`${entry.name}-`));
}

function updatedBeforeCreated(scenario: Scenario): Problem[] {
  const created = creations(scenario);
  return scenario.podUpdates.flatMap((update): Problem[] => {
    const pod = `${update.namespace}/${update.podName}`;
    const at = created.get(pod);
    if (at === undefined ? mayBeDrawn(update.podName, scenario) : at <= update.at) return [];
    const why = at === undefined ? 'no entry creates it' : `it is created at ${shownDuration(at)}`;
    const message = `changes pod "${pod}" at ${shownDuration(update.at)}, but ${why}`;
    return [warningAt('updates-no-pod', update.position, message)];
  });
}

function deletedBeforeCreated(scenario: Scenario): Problem[] {
  const created = creations(scenario);
  return scenario.pods.flatMap((entry): Problem[] => {
    if (entry.kind !== 'deletion') return [];
    const at = created.get(`${entry.namespace}/${entry.podName}`);
    if (at === undefined ? mayBeDrawn(entry.podName, scenario) : at <= entry.at) return [];
    const why = at === undefined ? 'no entry creates it' : `it is created at ${shownDuration(at)}`;
    const pod = `${entry.namespace}/${entry.podName}`;
    const message = `deletes pod "${pod}" at ${shownDuration(entry.at)}, but ${why}`;
    return [warningAt('deletes-no-pod', entry.position, message)];
  });
}
