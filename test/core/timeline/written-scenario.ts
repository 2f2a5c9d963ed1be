/** Loads and expands written scenarios in one step. */
import { type LoadedScenario, loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import type { PlannedPod, TimelineAction, TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';

const FRAME = `apiVersion: keg.dev/v1alpha1
kind: Scenario
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}
  large: {spec: {containers: [{name: main, resources: {requests: {cpu: 2}}}]}}
`;

/** Loads the scenario in `text`. The first lines are added here: templates `small` and `large` of one and two cores. */
export function written(text: string): Scenario {
  const loaded: LoadedScenario = loadScenario(FRAME + text, 'day.yaml');
  if (loaded.scenario) return loaded.scenario;
  throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
}

export function expand(text: string, seed = 1): TimelineEvent[] {
  return expandScenario(written(text), seed);
}

/** The timeline as JSON Lines, to compare timelines byte for byte. */
export function asLines(timeline: readonly TimelineEvent[]): string {
  return timeline.map((event) => `${JSON.stringify(event)}\n`).join('');
}

export interface Arrival extends PlannedPod {
  readonly at: number;
}

/** The created pods in order, with their times; with `group`, those of one group. */
export function arrivals(timeline: readonly TimelineEvent[], group?: string): Arrival[] {
  return timeline.flatMap(({ at, action }) =>
    action.kind === 'create-pod' && (group === undefined || action.pod.group === group)
      ? [{ at, ...action.pod }]
      : [],
  );
}

/** The node events as `at kind name`, in seconds. */
export function nodeStory(timeline: readonly TimelineEvent[]): string[] {
  return timeline.flatMap(({ at, action }) => {
    const name = nodeName(action);
    return name === undefined ? [] : [`${at / 1e6}s ${action.kind} ${name}`];
  });
}

function nodeName(action: TimelineAction): string | undefined {
  if (action.kind === 'add-node' || action.kind === 'update-node') return action.node.metadata.name;
  return action.kind === 'cordon-node' || action.kind === 'uncordon-node' || action.kind === 'remove-node'
    ? action.name
    : undefined;
}
