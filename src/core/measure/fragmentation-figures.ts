/** Computes the figures of the analyzer of kube-event-generator: room for one more pod, balance between nodes, efficiency of scheduling. */
import { balanceScore, rowUtilisation } from './balance-rows.ts';
import type { CapacityLedger } from './capacity-ledger.ts';
import type { EfficiencyFigures, FragmentationFigures } from './fragmentation-shape.ts';
import type { ReferencePod } from './free-room.ts';
import type { PodLedger } from './pod-ledger.ts';
import { replayMoments } from './replayed-moments.ts';
import { type Amounts, CPU, MEMORY } from './resource-index.ts';

/** Sums the requests of the pods. */
export interface RequestSums {
  pods: number;
  cpu: number;
  memory: number;
}

export function sumRequest(sums: RequestSums, { resources, amounts }: Amounts): void {
  sums.pods += 1;
  for (let position = 0; position < resources.length; position += 1) {
    if (resources[position] === CPU) sums.cpu += amounts[position]!;
    else if (resources[position] === MEMORY) sums.memory += amounts[position]!;
  }
}

export interface FragmentationSource {
  readonly capacity: CapacityLedger;
  readonly pods: PodLedger;
  readonly requests: RequestSums;
  /** In place of the mean request of the pods. */
  readonly reference: ReferencePod | undefined;
  /** Of the pods that were bound, µs; null without one. */
  readonly meanWaiting: number | null;
}

/** @param to where the makespan ends. @returns undefined without pods or nodes. */
export function fragmentationFigures(
  { capacity, pods, requests, reference: given, meanWaiting }: FragmentationSource,
  to: number,
): FragmentationFigures | undefined {
  const { firstCreation: from, counts } = pods;
  if (from === null || capacity.nodes.length === 0) return undefined;
  const of = (sum: number): number => (requests.pods === 0 ? 0 : sum / requests.pods);
  const reference = given ?? { cpu: of(requests.cpu), memory: of(requests.memory) };
  const { free, cpu, memory } = replayMoments(capacity.log, capacity.nodes.length, reference, from, to);
  const integral = free.integral();
  const balance = { cpu: balanceScore(cpu), memory: balanceScore(memory) };
  const score = (balance.cpu + balance.memory) / 2;
  const parts = {
    started: counts.started / counts.created,
    waiting: meanWaiting ?? 0,
    cpu: rowUtilisation(cpu) ?? 0,
    memory: rowUtilisation(memory) ?? 0,
  };
  return {
    reference,
    from,
    to,
    integral: integral === null ? null : integral / SECOND,
    mean: integral === null || to <= from ? null : integral / (to - from),
    balance: { ...balance, score },
    efficiency: { score: efficiencyOf(parts, score), ...parts },
  };
}

const SECOND = 1e6;

function efficiencyOf(
  { started, waiting, cpu, memory }: Omit<EfficiencyFigures, 'score'>,
  balance: number,
): number {
  const minutes = waiting / SECOND / 60;
  return 0.3 * started + 0.2 / (1 + minutes) + 0.2 * cpu + 0.2 * memory + 0.1 * balance;
}
