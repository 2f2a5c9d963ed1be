/** Tries on which nodes preemption makes room, and with which victims (preemption.go, DryRunPreemption). */
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodState } from '../../framework/pod-state.ts';
import type { PostFilterPoint } from '../../framework/post-filter.ts';
import type { Rejection } from '../../framework/rejection.ts';
import { divide } from '../../integer.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { Budget } from './budget-violations.ts';
import type { PreemptionCandidate } from './choose-candidate.ts';
import type { PreemptionArguments } from './preemption-arguments.ts';
import { selectVictims } from './select-victims.ts';

interface DryRun {
  readonly candidates: readonly PreemptionCandidate[];
  /** Number of nodes on which preemption does not help, by reason. */
  readonly rejections: ReadonlyMap<Rejection, number>;
  /** What failed: filters, or a node on which the pod fits with all pods, although a filter rejected the node. */
  readonly errors: ReadonlySet<string>;
}

/**
 * Tries the nodes in a circle, beginning at a random one. It stops when it has the candidates that the arguments ask for and one of them
 * violates no budget. kube-scheduler tries up to 16 nodes at a time, so it can find some more.
 */
export function dryRun(
  pod: PodState,
  nodes: readonly NodeInfo[],
  point: PostFilterPoint,
  args: PreemptionArguments,
  budgets: readonly Budget[],
  behaviour: Behaviour,
): DryRun {
  const wanted = candidatesWanted(nodes.length, args);
  // All nodes are tried anyway if there are not more, so the first one does not matter.
  const offset = wanted < nodes.length ? Math.floor(point.random() * nodes.length) : 0;
  const candidates: PreemptionCandidate[] = [];
  const rejections = new Map<Rejection, number>();
  const errors = new Set<string>();
  let violating = 0;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[(offset + i) % nodes.length] as NodeInfo;
    const found = selectVictims(pod, node, point, budgets, behaviour);
    if ('rejection' in found) {
      if (found.rejection.code === 'Error') errors.add(found.rejection.reasons.join(', '));
      rejections.set(found.rejection, (rejections.get(found.rejection) ?? 0) + 1);
      continue;
    }
    if (found.victims.length === 0) {
      errors.add(`expected at least one victim pod on node "${node.name}"`);
      continue;
    }
    const breaks = found.violations > 0;
    // The list of violating candidates is full at the wanted number.
    if (!breaks || violating < wanted) candidates.push({ name: node.name, ...found });
    if (breaks && violating < wanted) violating += 1;
    if (candidates.length > violating && candidates.length >= wanted) break;
  }
  return { candidates, rejections, errors };
}

/** default_preemption.go, calculateNumCandidates. */
function candidatesWanted(nodes: number, args: PreemptionArguments): number {
  const share = divide(nodes * args.minCandidateNodesPercentage, 100);
  return Math.min(nodes, Math.max(share, args.minCandidateNodesAbsolute));
}
