/** Writes timelines of pods for the tests of how fast a play may go. */
import type { PlannedPod, TimelineAction, TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';

const SECOND = 1_000_000;

function pod(name: string, plan: Partial<PlannedPod> = {}): PlannedPod {
  return {
    namespace: 'default',
    name,
    group: 'g',
    template: { spec: { containers: [{}] } },
    lifetime: null,
    end: 'succeeded',
    startDelay: 0,
    readyDelay: 0,
    withdrawnAt: null,
    ...plan,
  };
}

export function timeline(
  ...planned: readonly (readonly [seconds: number, action: TimelineAction])[]
): TimelineEvent[] {
  return planned.map(([seconds, action], sequence) => ({ at: seconds * SECOND, sequence, action }));
}

export function create(name: string, plan: Partial<PlannedPod> = {}): TimelineAction {
  return { kind: 'create-pod', pod: pod(name, plan) };
}

export function remove(name: string): TimelineAction {
  return { kind: 'delete-pod', namespace: 'default', name };
}

/** A pod every `gap` seconds. */
export function stream(count: number, gap: number, plan: Partial<PlannedPod> = {}): TimelineEvent[] {
  return timeline(
    ...Array.from({ length: count }, (_, index) => [index * gap, create(`p${index}`, plan)] as const),
  );
}
