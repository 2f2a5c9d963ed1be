/** Rejects nodes with a taint that the pod does not tolerate; nodes with fewer untolerated PreferNoSchedule taints score higher (plugins/tainttoleration). */

import type { Taint } from '../../objects/node.ts';
import type { Toleration } from '../../objects/pod.ts';
import { tolerates, untoleratedTaint } from '../../objects/taints.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { taintEvents } from '../framework/cluster-event.ts';
import { scaleToLargestReversed } from '../framework/normalize-scores.ts';
import { ownTolerations } from '../framework/own-tolerations.ts';
import { perTemplate } from '../framework/per-template.ts';
import {
  MAX_NODE_SCORE,
  type Plugin,
  type PreFilterResult,
  type PreScoreResult,
  type QueueingHint,
} from '../framework/plugin.ts';
import { definePlugin, type PluginContext } from '../framework/plugin-definition.ts';
import { signTolerations } from '../framework/pod-signature.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';

const NAME = 'TaintToleration';
const ALL_EQUAL: PreScoreResult = { constant: MAX_NODE_SCORE };
const UNNAMED = unresolvable(NAME, 'node(s) had untolerated taint(s)');

export const taintToleration = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter', 'preScore', 'score'],
  defaultWeight: 3,
  create: createTaintToleration,
});

/** From 1.34 the reason no longer names the taint. */
function createTaintToleration({
  behaviour,
  columns,
}: Pick<PluginContext<unknown>, 'behaviour' | 'columns'>): Plugin {
  const rejectionOf = behaviour.taintNamedInMessage ? namedRejections() : () => UNNAMED;
  const filterOf = perTemplate(columns, ({ spec: { tolerations } }): PreFilterResult => {
    const reject = ({ node }: NodeInfo): Rejection | undefined => {
      const taint = untoleratedTaint(node?.spec?.taints, tolerations);
      return taint && rejectionOf(taint);
    };
    return { filter: { local: true, fixed: true, reject } };
  });
  return {
    name: NAME,
    sign: signTolerations,
    preFilter: (pod, cluster) => (cluster.tainted === 0 ? 'skip' : filterOf(pod.info)),
    preScore(pod, cluster) {
      if (cluster.unpreferred === 0) return ALL_EQUAL;
      const tolerations = pod.info.spec.tolerations ?? [];
      const relevant = tolerations.filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
      return { score: (info) => unpreferredTaints(info, relevant), normalize: scaleToLargestReversed };
    },
    unprepared: {
      withoutPreScore: 'failed to read "PreScoreTaintToleration" from cycleState: not found',
    },
    events: [
      { kinds: taintEvents(behaviour), hint: becomesTolerated },
      ...ownTolerations(behaviour, () => true),
    ],
  };
}

function namedRejections(): (taint: Taint) => Rejection {
  const known = new Map<string, Rejection>();
  return ({ key, value }) => {
    const reason = `node(s) had untolerated taint {${key}: ${value ?? ''}}`;
    let rejection = known.get(reason);
    if (!rejection) {
      rejection = unresolvable(NAME, reason);
      known.set(reason, rejection);
    }
    return rejection;
  };
}

function unpreferredTaints(info: NodeInfo, tolerations: readonly Toleration[]): number {
  let count = 0;
  for (const taint of info.node?.spec?.taints ?? [])
    if (taint.effect === 'PreferNoSchedule' && !tolerates(tolerations, taint)) count += 1;
  return count;
}

const becomesTolerated: QueueingHint = (
  {
    info: {
      spec: { tolerations },
    },
  },
  event,
) => {
  if (!('after' in event) || !event.after) return false;
  if (untoleratedTaint(event.after.spec?.taints, tolerations)) return false;
  return !event.before || untoleratedTaint(event.before.spec?.taints, tolerations) !== undefined;
};
