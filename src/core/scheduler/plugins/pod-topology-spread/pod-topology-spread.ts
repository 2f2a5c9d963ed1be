/** Spreads pods over domains of nodes: zones, hosts or any other label (plugins/podtopologyspread). */
import type { PodSpec, TopologySpreadConstraint } from '../../../objects/pod.ts';
import type { Plugin } from '../../framework/plugin.ts';
import { definePlugin } from '../../framework/plugin-definition.ts';
import { spreadArguments } from './arguments.ts';
import { constraintReader } from './constraints.ts';
import { domainCounters } from './domain-counts.ts';
import { SPREAD, spreadFilter } from './filter.ts';
import { spreadEvents } from './hints.ts';
import { matchCounters } from './matching-pods.ts';
import { spreadScorer } from './scorer.ts';

/** A pod without constraints, which no Service and no controller selects, costs nothing. */
export const podTopologySpread = definePlugin({
  name: SPREAD,
  points: ['preFilter', 'filter', 'preScore', 'score'],
  defaultWeight: 2,
  arguments: spreadArguments,
  create: ({ args, behaviour, objects }): Plugin => {
    const constraintsOf = constraintReader(args, objects, behaviour.mergesMatchLabelKeys);
    const counters = matchCounters();
    const domains = domainCounters(counters);
    return {
      name: SPREAD,
      sign({ info: { spec } }) {
        return hasOwn(spec) || args.constraints.length > 0 ? undefined : null;
      },
      neverFilters: ({ spec }) => !hasOwn(spec) && !args.constraints.some(isHard),
      neverScores: ({ spec }) => !hasOwn(spec) && args.constraints.every(isHard),
      preFilter(pod, cluster) {
        const { hard } = constraintsOf(pod);
        return hard.length === 0 ? 'skip' : { filter: spreadFilter(pod, hard, cluster, domains) };
      },
      preScore(pod, cluster, feasible) {
        const constraints = constraintsOf(pod);
        return constraints.soft.length === 0
          ? 'skip'
          : spreadScorer(pod, constraints, cluster, feasible, { pods: counters, domains });
      },
      unprepared: {
        withoutPreFilter: 'reading "PreFilterPodTopologySpread" from cycleState: not found',
        withoutPreScore: 'error reading "PreScorePodTopologySpread" from cycleState: not found',
      },
      events: spreadEvents(constraintsOf, behaviour),
    };
  },
});

function hasOwn({ topologySpreadConstraints }: PodSpec): boolean {
  return (topologySpreadConstraints?.length ?? 0) > 0;
}

function isHard({ whenUnsatisfiable }: TopologySpreadConstraint): boolean {
  return whenUnsatisfiable === 'DoNotSchedule';
}
