/** Places pods near pods, or away from them, by their affinity and anti-affinity (plugins/interpodaffinity). */
import { definePlugin } from '../../framework/plugin-definition.ts';
import { affinityArguments } from './affinity-arguments.ts';
import { affinityCounters, affinityFilter } from './affinity-filter.ts';
import { affinityEvents } from './affinity-hints.ts';
import { affinityScorer, weightCounters } from './affinity-scorer.ts';
import { affinityTermReader } from './affinity-terms.ts';

export const interPodAffinity = definePlugin({
  name: 'InterPodAffinity',
  points: ['preFilter', 'filter', 'preScore', 'score'],
  defaultWeight: 2,
  arguments: affinityArguments,
  create({ args, behaviour, columns, objects }) {
    const termsOf = affinityTermReader(behaviour);
    const counters = affinityCounters(columns);
    const sums = weightCounters(columns);
    return {
      name: 'InterPodAffinity',
      sign(pod) {
        if (pod.info.hasPodAffinity) return undefined;
        return args.ignorePreferredTermsOfExistingPods ? null : pod.labels;
      },
      preFilter: (pod, cluster) => affinityFilter(pod, cluster, behaviour, termsOf, counters),
      preScore: (pod, cluster) => affinityScorer(pod, cluster, behaviour, termsOf, args, sums),
      unprepared: {
        withoutPreFilter: 'error reading "PreFilterInterPodAffinity" from cycleState: not found',
        withoutPreScore: 'failed to read "PreScoreInterPodAffinity" from cycleState: not found',
      },
      events: affinityEvents(behaviour, objects, termsOf),
    };
  },
});
