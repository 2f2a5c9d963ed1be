/** Measures what one more scored node costs a pod: the same pods are scheduled with twice as many nodes to score, so that all else is equal. */
import { nodesToFind } from '../src/core/scheduler/cycle/nodes-to-find.ts';
import { createScheduler } from '../src/core/scheduler/scheduler.ts';

const AT_ONCE = 2000;
/** A machine may change its speed: each size needs some of the fast turns. */
const TURNS = 25;

export interface ScoredNodeCost {
  readonly nodes: number;
  readonly scored: number;
  /** Nanoseconds of processor time. */
  readonly cost: number;
}

/** Requests of no other pod, so that every node is scored anew. */
function requestsOf(index: number) {
  const cpu = `${50 + ((index * 7919) % 150)}m`;
  return { cpu, memory: `${200_000 + ((index * 104_729) % 600_000)}Ki` };
}

/** A function that schedules more pods. @returns microseconds of processor time for each. */
function placing(nodes: number, percentageOfNodesToScore: number): () => number {
  const scheduler = createScheduler({
    kubernetesVersion: '1.37',
    configuration: { percentageOfNodesToScore },
  });
  const status = { allocatable: { cpu: 4, memory: '32Gi', pods: 110 } };
  for (let i = 0; i < nodes; i++) scheduler.addNode({ metadata: { name: `n${i}` }, status }, 0);
  let made = 0;
  return () => {
    for (const end = made + AT_ONCE; made < end; made++) {
      const template = { spec: { containers: [{ name: 'c', resources: { requests: requestsOf(made) } }] } };
      scheduler.addPod({ uid: `p${made}`, namespace: 'default', name: `p${made}`, template }, 0);
    }
    const before = process.cpuUsage();
    while (scheduler.scheduleOne(0));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / AT_ONCE;
  };
}

/** The difference of the least costs, by the difference in scored nodes. All sizes are measured in turns, and what else runs on the machine only adds. */
export function costsOfScoredNode(sizes: readonly number[]): readonly ScoredNodeCost[] {
  const cases = sizes.map((nodes) => {
    const scored = nodesToFind(nodes, 0);
    const percentage = Math.round((scored / nodes) * 100);
    const [few, many] = [percentage, percentage * 2].map((each) => {
      return { found: nodesToFind(nodes, each), place: placing(nodes, each), costs: [] as number[] };
    });
    return { nodes, scored, few: few!, many: many! };
  });
  const all = cases.flatMap(({ few, many }) => [few, many]);
  // Compiled code comes first.
  for (const { place } of all) place();
  for (let turn = 0; turn < TURNS; turn++) for (const { place, costs } of all) costs.push(place());
  return cases.map(({ nodes, scored, few, many }) => {
    const difference = Math.min(...many.costs) - Math.min(...few.costs);
    return { nodes, scored, cost: (difference / (many.found - few.found)) * 1000 };
  });
}
