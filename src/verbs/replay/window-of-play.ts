/** Makes a play that begins in the middle of a scenario: with the state that the embedded cluster has there. */
import { UserError } from '../../core/errors/user-error.ts';
import { templateBook } from '../../core/recording/template-hash.ts';
import { cutWindow } from '../../core/recording/window/recording-window.ts';
import type { WindowBounds } from '../../core/recording/window/window-bounds.ts';
import { collectRecordedPlay } from '../../core/timeline/recorded-play.ts';
import type { Planned, PlannedPod, TimelineEvent } from '../../core/timeline/timeline-event.ts';
import { playEmbedded } from '../../targets/embedded/play-embedded.ts';
import type { Play } from '../../targets/target.ts';

/**
 * A real cluster can't live through what comes before the window. So the embedded cluster plays it: nodes, objects and running pods begin as
 * they are there, pods that wait there wait again, and the timeline goes on from there.
 *
 * @throws {UserError} (usage) for a scenario with workloads: a controller of a cluster can't take over pods of the embedded one.
 */
export function windowOfPlay(play: Play, { from, to }: WindowBounds): Play {
  if (play.timeline.some(({ action }) => action.kind === 'scale-workload')) {
    throw new UserError(
      '--from begins in the middle of the scenario, and it has workloads: their controllers can only start at 0s',
      {
        next: 'leave out --from, or play the window on the embedded cluster',
      },
    );
  }
  const end = to ?? play.duration;
  const state = collectRecordedPlay();
  const window = cutWindow({ from, to }, state.observe);
  playEmbedded(
    { ...play, duration: end },
    { observe: window.observe, templateHash: templateBook(window.observe) },
  );
  window.end();
  const nodes = state.nodes.planned().filter(isAtStart);
  const names = new Set(
    nodes.flatMap(({ action }) => (action.kind === 'add-node' ? action.node.metadata.name : [])),
  );
  const plans = plansByName(play.timeline);
  const pods = state.pods
    .planned({ nodes: names, placed: true })
    .flatMap((planned) => existingPod(planned, plans, from));
  const begun = [...state.schedulerChanges, ...state.objects.planned(), ...nodes].filter(isAtStart);
  const later = play.timeline.flatMap((event) => (event.at < from ? [] : eventAt(event, from)));
  return {
    ...play,
    timeline: [...begun, ...pods, ...later].map((planned, sequence) => ({ ...planned, sequence })),
    duration: end === undefined ? undefined : end - from,
  };
}

function isAtStart({ at }: Planned): boolean {
  return at === 0;
}

function plansByName(timeline: readonly TimelineEvent[]): ReadonlyMap<string, PlannedPod> {
  const pods = timeline.flatMap(({ action }) => (action.kind === 'create-pod' ? action.pod : []));
  return new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
}

/** A pod that exists at the start. One that waits has its own plan again, since how long it will run is not yet known there. */
function existingPod(
  { at, action }: Planned,
  plans: ReadonlyMap<string, PlannedPod>,
  from: number,
): Planned[] {
  if (action.kind !== 'create-pod' || at > 0) return [];
  const { pod } = action;
  if (pod.age !== undefined) return [{ at, action }];
  const plan = plans.get(`${pod.namespace}/${pod.name}`);
  if (!plan || pod.pendingFor === undefined) return [];
  const { patience } = plan;
  const waiting = {
    ...shiftedPlan(plan, from),
    pendingFor: pod.pendingFor,
    ...(patience !== undefined && { patience: Math.max(0, patience - pod.pendingFor) }),
  };
  return [{ at, action: { kind: 'create-pod', pod: waiting } }];
}

function eventAt({ at, action }: TimelineEvent, from: number): Planned {
  const moved = action.kind === 'create-pod' ? { ...action, pod: shiftedPlan(action.pod, from) } : action;
  return { at: at - from, action: moved };
}

function shiftedPlan(plan: PlannedPod, from: number): PlannedPod {
  return { ...plan, withdrawnAt: plan.withdrawnAt === null ? null : Math.max(0, plan.withdrawnAt - from) };
}
