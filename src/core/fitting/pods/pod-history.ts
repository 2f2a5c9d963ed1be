/** Collects the history of each pod from the observations of a recording: every fit of pods starts from it. */

import type { PodTemplate, Volume } from '../../objects/pod.ts';
import type { Observation } from '../../recording/observation.ts';
import type { Microseconds } from '../../time/microseconds.ts';
import { collectNodes, type NodeHistory } from '../nodes/node-history.ts';
import { collectObjects, type RecordedObjectChange } from '../objects/object-changes.ts';
import type { SchedulerChange } from '../objects/scheduler-change.ts';
import { createEndCauses, type EndCause, type PodEnded } from './end-cause.ts';
import { runByStamps } from './kubelet-delay.ts';
import { collectUsage, type SeenUsage } from './seen-usage.ts';

/** Times are seconds since the first observation of pods; negative before that. */
export interface PodHistory {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly group: string | undefined;
  readonly templateHash: string;
  /** Its own labels, which its template lacks. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly template: PodTemplate;
  /** Its own volumes that decide where it can run. */
  readonly volumes?: readonly Volume[] | undefined;
  readonly created: number;
  /** Whether it existed before the recording. */
  readonly wasThere: boolean;
  /** The first observation. A pod that existed before and ended before this time would not be in the recording. */
  readonly seen: number;
  readonly bound: number | undefined;
  /** The node to which it was bound; undefined before that, or where the source does not contain it. */
  readonly node: string | undefined;
  readonly started: number | undefined;
  readonly ready: number | undefined;
  readonly ended: number | undefined;
  /** When its kubelet reported the end, where that was later than `ended`. */
  readonly reported?: number | undefined;
  readonly cause: EndCause | undefined;
  /** What it used, where that was recorded. */
  readonly usage?: SeenUsage | undefined;
  /** Whether it never was bound and never started. In a recording without bindings it may have been bound if it was there before or finished. */
  readonly isUnbound?: boolean;
  /** Whether the scheduler refused it, or a gate held it. */
  readonly wasRefused?: boolean;
}

export interface ClusterHistory {
  readonly pods: readonly PodHistory[];
  readonly nodes: readonly NodeHistory[];
  /** Changes of the objects that decide, and of the scheduler, in order of time. */
  readonly objects: readonly RecordedObjectChange[];
  readonly scheduler: readonly SchedulerChange[];
  /** The length of the window in seconds: from the first observation of pods to the close, or to the last observation. */
  readonly window: number;
  /** Times in which pods were not observed. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

export interface HistoryCollector {
  observe(observation: Observation): void;
  history(): ClusterHistory;
}

/** What the observation of a step contains. */
interface Step {
  readonly uid: string;
  readonly at: Microseconds;
  readonly stamp?: Microseconds;
}

type Draft = { -readonly [Key in keyof PodHistory]: PodHistory[Key] };

/** The resolution of the times of a recording, in seconds. */
export interface TimeGrain {
  /** Times are rounded down to whole multiples of it. */
  readonly resolution: number;
  /** The resolution of Kubernetes' own stamps beside them. */
  readonly stamps: number;
}

const SECOND = 1e6;
/** A quotient of whole ticks may fall short of a whole number by this much, through rounding. */
const ROUNDING = 1e-6;
const EXACT: TimeGrain = { resolution: 0, stamps: 0 };

/**
 * Takes the observations of a recording in their order. It leaves out pods that had ended before their first observation (completed pods
 * stay until a controller or a person removes them): no part of their run lies in the window.
 */
export function collectHistory({ resolution, stamps }: TimeGrain = EXACT): HistoryCollector {
  const templates = new Map<string, PodTemplate>();
  const pods = new Map<string, Draft>();
  /** The first observation of each pod that existed before the recording. */
  const firstSights = new Map<string, Microseconds>();
  const nodes = collectNodes();
  const objects = collectObjects();
  const scheduler: SchedulerChange[] = [];
  const gaps: { from: number; to: number }[] = [];
  const causes = createEndCauses();
  const usage = collectUsage();
  const startStamps = new Map<string, Microseconds>();
  let window = 0;
  let hasBindings = false;
  /** The first observation of pods: the first list takes a while. */
  let opened: number | undefined;
  /** The last first observation of a node that was there before: where no pod is observed, the window opens then. */
  let nodesSeen = 0;

  function secondsOf(time: Microseconds): number {
    const exact = time / SECOND;
    return resolution > 0 ? Math.floor(exact / resolution + ROUNDING) * resolution : exact;
  }

  /**
   * The time of a step that was over at the first observation: the middle of the time span that its stamp allows.
   */
  function before(seen: Microseconds, stamp: Microseconds): number {
    return secondsOf((stamp + Math.max(stamp, Math.min(stamp + stamps * SECOND, seen))) / 2);
  }

  /** Records a step. The time of a step before the first observation comes from its stamp alone. */
  function note(key: 'bound' | 'started' | 'ready', { uid, at, stamp }: Step): void {
    const pod = pods.get(uid);
    if (!pod || pod[key] !== undefined) return;
    const first = firstSights.get(uid);
    if (first !== undefined && stamp !== undefined && (first === at || stamp < first))
      pod[key] = before(at, stamp);
    else if (first !== at) pod[key] = secondsOf(at);
    else pod[key] = pod.created;
  }

  function noteEnd(end: PodEnded): void {
    const { uid, at } = end;
    const pod = pods.get(uid);
    if (!pod || pod.ended !== undefined) return;
    if (firstSights.get(uid) === at) pods.delete(uid);
    pod.ended = secondsOf(at);
    pod.cause = causes.causeOf(end);
    const stamp = startStamps.get(uid);
    startStamps.delete(uid);
    if (end.kind === 'pod-finished' && end.stamp !== undefined && stamp !== undefined)
      correctRun(pod, (end.stamp - stamp) / SECOND);
  }

  /** What a deletion or a disruption ended is left as it was seen. */
  function correctRun(pod: Draft, stamped: number): void {
    const { started, ended, bound = pod.created, cause } = pod;
    if (started === undefined || ended === undefined || stamped < 0) return;
    if (cause !== 'succeeded' && cause !== 'failed') return;
    const run = runByStamps({ started, ended, bound, stamped, resolution: stamps });
    if (run.ended < ended) pod.reported = ended;
    pod.started = run.started;
    // What ended before the recording was still reported in it, and is over at its first observation.
    pod.ended = pod.wasThere ? Math.max(run.ended, Math.min(ended, pod.seen)) : run.ended;
  }

  return {
    observe(observation) {
      window = Math.max(window, observation.at / SECOND);
      switch (observation.kind) {
        case 'template':
          templates.set(observation.hash, observation.template);
          return;
        case 'node-added':
          if (observation.age !== undefined) nodesSeen = observation.at / SECOND;
          return nodes.observe(observation);
        case 'node-changed':
        case 'node-removed':
          return nodes.observe(observation);
        case 'object-set':
        case 'object-removed':
          return objects.observe(observation);
        case 'scheduler-changed': {
          const { kind: _kind, at, ...change } = observation;
          scheduler.push({ at: at / SECOND, ...change });
          return;
        }
        case 'pod-created': {
          const { uid, namespace, name, group, template: templateHash, age, labels, volumes } = observation;
          const template = templates.get(templateHash);
          if (!template) return;
          const seen = secondsOf(observation.at);
          if (age !== undefined) firstSights.set(uid, observation.at);
          if (opened === undefined) opened = age === undefined ? 0 : seen;
          const created =
            age === undefined
              ? secondsOf(observation.intended ?? observation.at)
              : before(observation.at, observation.at - age);
          pods.set(uid, {
            uid,
            namespace,
            name,
            group,
            templateHash,
            labels,
            volumes,
            template,
            created,
            wasThere: age !== undefined,
            seen,
            bound: undefined,
            node: undefined,
            started: undefined,
            ready: undefined,
            ended: undefined,
            cause: undefined,
          });
          return;
        }
        case 'pod-bound': {
          const pod = pods.get(observation.uid);
          hasBindings = true;
          if (pod) pod.node ??= observation.node ?? undefined;
          return note('bound', observation);
        }
        case 'pod-unschedulable': {
          const pod = pods.get(observation.uid);
          if (pod) pod.wasRefused = true;
          return;
        }
        case 'pod-changed': {
          // A gate that was removed is not part of the pod as it was bound.
          const pod = pods.get(observation.uid);
          const hash = observation.template;
          const template = hash === undefined ? undefined : templates.get(hash);
          if (pod && hash !== undefined && template) Object.assign(pod, { template, templateHash: hash });
          return;
        }
        case 'pod-started':
          if (stamps > 0 && observation.stamp !== undefined)
            startStamps.set(observation.uid, observation.stamp);
          return note('started', observation);
        case 'pod-usage':
          return usage.observe(observation);
        case 'pod-ready':
          return note('ready', observation);
        case 'pod-finished':
        case 'pod-deleted':
          noteEnd(observation);
          usage.end(observation.uid, observation.at);
          return causes.observe(observation);
        case 'pod-disrupted':
        case 'pod-terminating':
          return causes.observe(observation);
        case 'gap':
          if (hidesPods(observation))
            gaps.push({ from: observation.from / SECOND, to: observation.at / SECOND });
          return;
        default:
          return;
      }
    },
    history() {
      const start = opened ?? nodesSeen;
      return {
        pods: [...pods.values()].map((pod) => {
          const own = shifted(hasBindings || !mayHaveRun(pod) ? withoutRun(pod) : pod, start);
          const used = usage.usageOf(pod.uid, window * SECOND);
          return used ? { ...own, usage: used } : own;
        }),
        nodes: nodes.history(start),
        objects: objects.changes(start),
        scheduler: scheduler.map((change) => ({ ...change, at: change.at - start })),
        window: window - start,
        gaps,
      };
    },
  };
}

/** A gap of nodes, Events or other objects hides no pod. */
function hidesPods({ scope }: Extract<Observation, { kind: 'gap' }>): boolean {
  return scope === undefined || scope === 'pods' || scope === 'everything';
}

/** In a recording without bindings: a pod that was there before, and one that a kubelet finished. */
function mayHaveRun({ wasThere, cause }: Draft): boolean {
  return wasThere || cause === 'succeeded' || cause === 'failed';
}

/** A pod that never was bound and never started has no run. Its end is a withdrawal. */
function withoutRun(pod: Draft): Draft {
  if (pod.bound !== undefined || pod.started !== undefined) return pod;
  return { ...pod, isUnbound: true, cause: pod.cause && 'withdrawn' };
}

function shifted(pod: Draft, start: number): PodHistory {
  const since = (time: number | undefined): number | undefined =>
    time === undefined ? undefined : time - start;
  return {
    ...pod,
    created: pod.created - start,
    seen: pod.seen - start,
    bound: since(pod.bound),
    started: since(pod.started),
    ready: since(pod.ready),
    ended: since(pod.ended),
    ...(pod.reported !== undefined && { reported: since(pod.reported) }),
  };
}
