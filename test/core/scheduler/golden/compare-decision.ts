/** Compares one decision of the model with the recorded one: verdict, search, scores, totals, best nodes, message, nomination. */
import type { Decision } from '../../../../src/core/scheduler/decision.ts';
import type { RecordedDecision } from './live-sequence.ts';
import type { Tally } from './tally.ts';

interface Comparison {
  readonly tally: Tally;
  /** Whether the model must choose the very node, and search in the same order. */
  readonly predictable: boolean;
  /** Whether nodes were checked one after the other. */
  readonly ordered: boolean;
  /** Whether the pod names its nodes, so that a Go map orders them (schedule_one.go, PreFilterResult.NodeNames). */
  readonly isNamed: boolean;
  readonly differ: (what: string, model: unknown, real: unknown) => void;
}

export function compareDecision(decision: Decision, real: RecordedDecision, how: Comparison): void {
  const { tally, differ } = how;
  differ('outcome', decision.outcome, real.outcome);
  if (decision.outcome === 'preempting') {
    tally.preemptions += 1;
    differ('nominated', decision.nominated, real.nominated);
    differ('victims', decision.victims?.toSorted(), real.victims?.toSorted());
  }
  if (decision.outcome !== 'bound') {
    differ('message', decision.message, real.message);
    tally.messages += 1;
    return;
  }
  compareBound(decision, real, how);
}

function compareBound(decision: Decision, real: RecordedDecision, how: Comparison): void {
  const { tally, differ, ordered } = how;
  const { explanation } = decision;
  differ('evaluated', decision.evaluated, real.evaluated);
  differ('feasibleCount', decision.feasibleCount, real.feasibleCount);
  for (const [node, scores] of Object.entries(real.scores ?? {})) {
    // Recordings of our own leave scores of 0 out.
    const model = Object.fromEntries(explanation?.scores?.get(node) ?? []);
    for (const plugin of new Set([...Object.keys(scores), ...Object.keys(model)])) {
      differ(`score of ${plugin} on ${node}`, model[plugin] ?? 0, scores[plugin] ?? 0);
      tally.scores += 1;
    }
    differ(`total of ${node}`, explanation?.totals?.get(node), real.totals?.[node]);
  }
  if (real.best) differ('best', explanation?.best.toSorted(), real.best.toSorted());
  if (how.isNamed && !isEqual(explanation?.feasible, real.feasible)) tally.mapOrders += 1;
  if (ordered && !how.isNamed && real.feasible)
    differ('feasible order', explanation?.feasible, real.feasible);
  else if (real.feasible) differ('feasible', explanation?.feasible.toSorted(), real.feasible.toSorted());
  differ('node', decision.node, real.node);
  if (how.predictable) tally.exactNodes += 1;
}

function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
