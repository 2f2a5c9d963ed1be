/** Describes a decision that the model would not have taken: both nodes, with their scores or the filter that refuses them. */
import type { Decision } from '../scheduler/decision.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { RecordedPod } from './recorded-pod.ts';
import type { Disagreement, NodeOpinion } from './verification-figures.ts';

/** A pod was put on a node that is not one of the best of the model. */
export function disagreementAboutBinding(
  at: Microseconds,
  pod: RecordedPod,
  node: string,
  decision: Decision,
): Disagreement {
  return { ...common(at, pod, decision), real: opinionOf(decision, node) };
}

/** A pod was called unschedulable, and the model finds a node. */
export function disagreementAboutRefusal(
  at: Microseconds,
  pod: RecordedPod,
  message: string,
  decision: Decision,
): Disagreement {
  return { ...common(at, pod, decision), message };
}

function common(at: Microseconds, { uid, namespace, name }: RecordedPod, decision: Decision): Disagreement {
  const { node, message, explanation } = decision;
  return {
    at,
    uid,
    namespace,
    pod: name,
    ...(node === undefined ? {} : { model: opinionOf(decision, node) }),
    ...(message === undefined ? {} : { message }),
    best: explanation?.best.length ?? 0,
  };
}

function opinionOf({ explanation }: Decision, node: string): NodeOpinion {
  const rejection = explanation?.rejections.get(node);
  if (rejection) return { node, refusedBy: rejection.plugin, reasons: rejection.reasons };
  const total = explanation?.totals?.get(node);
  const scores = explanation?.scores?.get(node);
  return {
    node,
    ...(total === undefined ? {} : { total }),
    ...(scores ? { scores: Object.fromEntries(scores) } : {}),
  };
}
