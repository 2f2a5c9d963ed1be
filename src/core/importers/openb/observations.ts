/** Converts the trace's history to observations in the order of time. */
import type { Observation } from '../../recording/observation.ts';
import { templateBook } from '../../recording/template-hash.ts';
import type { NodeShapes } from './node-shapes.ts';
import { podTemplates } from './pod-templates.ts';
import type { OpenbPod, OpenbTrace } from './trace.ts';

const MICROSECONDS = 1_000_000;

/**
 * The order within one second: pods end before others are created, so that occupancy at a whole second counts no pod that ended in it. A pod
 * that is created and ends within the second still does so in that order.
 */
const ENDS = 0;
const CREATIONS = 1;
const BINDINGS = 2;
const SHORT_LIVED_ENDS = 3;

interface Moment {
  readonly second: number;
  readonly turn: number;
  readonly pod: OpenbPod;
}

/** The nodes of the trace, all from its start. */
export function* nodeObservations(trace: OpenbTrace, { shapeOf }: NodeShapes): Generator<Observation> {
  for (const node of trace.nodes) {
    const { name: pool, labels, allocatable } = shapeOf(node);
    yield {
      at: 0,
      kind: 'node-added',
      uid: node.name,
      name: node.name,
      pool,
      ...(Object.keys(labels).length > 0 && { labels }),
      capacity: allocatable,
      allocatable,
    };
  }
}

/** The pods of the trace, each template before its first use, and the close of the window. The trace does not contain on which node a pod ran. */
export function* podObservations(trace: OpenbTrace): Generator<Observation> {
  const templateOf = podTemplates();
  const fresh: Observation[] = [];
  const hashOf = templateBook((observation) => fresh.push(observation));
  for (const { second, turn, pod } of inOrder(trace.pods)) {
    const at = second * MICROSECONDS;
    const uid = pod.name;
    if (turn === CREATIONS) {
      const template = hashOf(templateOf(pod), at);
      yield* fresh.splice(0);
      yield { at, kind: 'pod-created', uid, namespace: 'default', name: pod.name, group: pod.qos, template };
    } else if (turn === BINDINGS) {
      yield { at, kind: 'pod-bound', uid, node: null };
      yield { at, kind: 'pod-started', uid };
    } else {
      if (pod.phase === 'Succeeded' || pod.phase === 'Failed') {
        yield { at, kind: 'pod-finished', uid, phase: pod.phase };
      }
      yield { at, kind: 'pod-deleted', uid };
    }
  }
  yield { at: trace.end * MICROSECONDS, kind: 'close' };
}

function inOrder(pods: readonly OpenbPod[]): Moment[] {
  const moments: Moment[] = [];
  for (const pod of pods) {
    const { created, scheduled, deleted } = pod;
    moments.push({ second: created, turn: CREATIONS, pod });
    if (scheduled !== null) moments.push({ second: scheduled, turn: BINDINGS, pod });
    if (deleted !== null) {
      const isShortLived = deleted === (scheduled ?? created);
      moments.push({ second: deleted, turn: isShortLived ? SHORT_LIVED_ENDS : ENDS, pod });
    }
  }
  return moments.sort((a, b) => a.second - b.second || a.turn - b.turn);
}
