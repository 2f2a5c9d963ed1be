/** Makes a scenario longer, busier or smaller. */

import { writtenTime } from '../../core/distributions/written/written-values.ts';
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { isListed } from '../../core/scenario/build-arrivals.ts';
import type { DrawnPods, Scenario } from '../../core/scenario/scenario.ts';
import { type PoolSizes, sizesNote } from '../../core/scenario/sizes-note.ts';
import { tailProblems, withoutTimes } from './beyond-recorded.ts';
import { changedArrivals } from './change-arrivals.ts';
import { changedWorkloads } from './change-workloads.ts';
import { type Changes, keptAsWritten, type Written } from './changes.ts';
import { multipliedAges } from './listed-arrivals.ts';

/**
 * Returns the content of the file with the changes applied and everything else as it was written, and a problem for each part that stays as it
 * is.
 *
 * Arrivals: gaps become shorter by the factor, and arrivals continue to the new end; a count grows with both. Pods that exist from the start
 * (all arrivals at once) are multiplied; the length does not change their number. A list of times is repeated, with more pods at each time.
 * Workloads: {@link changedWorkloads}.
 */
export function changeScenario(
  written: Written,
  scenario: Scenario,
  changes: Changes,
): { readonly scenario: Written; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  if (Array.isArray(written.events)) {
    return {
      scenario: written,
      problems: [keptAsWritten('a list of events, as the original tool wrote it, stays as it is')],
    };
  }
  const events = (written.events ?? {}) as Written;
  const entries = (events.pods ?? []) as readonly Written[];
  const explicit = scenario.pods.filter(({ kind }) => kind !== 'drawn');
  if (explicit.length > 0 && (changes.amplify !== 1 || changes.duration !== undefined)) {
    const message = `single pods stay as they are (${counted(explicit.length, 'entry')}): only pods with arrivals are amplified or prolonged`;
    problems.push(keptAsWritten(message));
  }
  if (scenario.recorded !== undefined && (changes.amplify !== 1 || changes.duration !== undefined)) {
    problems.push(keptAsWritten(`the pods of the recording ${scenario.recorded} stay as they are`));
  }
  const length = lengthOf(scenario);
  const workloads = changedWorkloads(
    (events.workloads ?? []) as readonly Written[],
    scenario,
    changes,
    length,
    problems,
  );
  const stretch = changes.duration !== undefined && length > 0 ? changes.duration / length : 1;
  if (changes.duration !== undefined) problems.push(...tailProblems(scenario, length, changes.duration));
  /** A valid scenario has one built entry for each written entry. */
  const pods = entries.map((entry, index) => {
    const built = scenario.pods[index];
    return built?.kind === 'drawn' ? changedEntry(entry, built, changes, stretch, length) : entry;
  });
  return {
    scenario: {
      ...written,
      ...(changes.seed !== undefined && { seed: changes.seed }),
      ...(changes.duration !== undefined && { duration: writtenTime(changes.duration / 1e6) }),
      ...(written.cluster !== undefined && {
        cluster: scaledCluster(written.cluster as Written, changes, problems),
      }),
      events: { ...events, ...(entries.length > 0 && { pods }), ...(workloads.length > 0 && { workloads }) },
    },
    problems,
  };
}

/** Integer microseconds; 0 where it is not known. */
function lengthOf({ duration, pods, workloads }: Scenario): number {
  const drawn = [
    ...pods.flatMap((entry) => (entry.kind === 'drawn' ? [entry] : [])),
    ...workloads.flatMap(({ series }) => series?.arrivals ?? []),
  ];
  const ends = drawn.flatMap(({ until }) => until ?? []);
  return duration ?? Math.max(0, ...ends);
}

function changedEntry(
  entry: Written,
  pods: DrawnPods,
  changes: Changes,
  stretch: number,
  length: number,
): Written {
  const { amplify } = changes;
  if (pods.ages) return { ...entry, ages: multipliedAges(pods.ages, amplify) };
  if (isAtOnce(pods)) return { ...entry, count: Math.round((pods.count ?? 0) * amplify) };
  const mix = pods.mix && stretch > 1 && { mix: withoutTimes(entry.mix as readonly Written[]) };
  return isListed(pods.arrivals)
    ? changedArrivals(entry, pods, changes, stretch, length)
    : { ...changedArrivals(entry, pods, changes, stretch, length), ...mix };
}

function isAtOnce({ arrivals, count }: DrawnPods): boolean {
  return count !== undefined && !isListed(arrivals) && arrivals.family === 'constant' && arrivals.value === 0;
}

/** A pool keeps at least one node. Nodes without a count are not scaled. */
function scaledCluster(cluster: Written, { nodesScale }: Changes, problems: Problem[]): Written {
  const nodes = (cluster.nodes ?? []) as readonly Written[];
  if (nodesScale === 1) return cluster;
  const single = nodes.filter((node) => typeof node.count !== 'number').length;
  if (single > 0)
    problems.push(
      keptAsWritten(
        `nodes without a count stay as they are (${counted(single, 'node')}): only pools are scaled`,
      ),
    );
  const scaled = nodes.map((node) =>
    typeof node.count === 'number' && node.count > 0
      ? { ...node, count: Math.max(1, Math.round(node.count * nodesScale)) }
      : node,
  );
  problems.push(...sizesNote(poolsIn(nodes), poolsIn(scaled), (_, size) => size * nodesScale));
  return { ...cluster, nodes: scaled };
}

function poolsIn(nodes: readonly Written[]): PoolSizes {
  return new Map(
    nodes.flatMap(({ name, count }) => (typeof count === 'number' ? [[String(name), count] as const] : [])),
  );
}
