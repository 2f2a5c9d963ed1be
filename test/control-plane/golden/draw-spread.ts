/** Draws topology spread constraints. */
import type { LabelSelector } from '../../../src/core/objects/label-selector.ts';
import type { TopologySpreadConstraint } from '../../../src/core/objects/pod.ts';
import type { Drawing } from './drawing.ts';

const KEYS = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname', 'rack'];

/** One or two constraints. An API server refuses two with the same key and action. */
export function drawSpread(draw: Drawing): TopologySpreadConstraint[] {
  const first = drawConstraint(draw, draw.of(KEYS));
  if (draw.chance(0.6)) return [first];
  return [first, drawConstraint(draw, draw.of(KEYS.filter((key) => key !== first.topologyKey)))];
}

function drawConstraint(draw: Drawing, topologyKey: string): TopologySpreadConstraint {
  const whenUnsatisfiable = draw.of(['DoNotSchedule', 'ScheduleAnyway']);
  return {
    maxSkew: draw.whole(1, 3),
    topologyKey,
    whenUnsatisfiable,
    labelSelector: drawSelector(draw),
    ...(whenUnsatisfiable === 'DoNotSchedule' && draw.chance(0.25) && { minDomains: draw.whole(1, 4) }),
    ...(draw.chance(0.25) && { nodeAffinityPolicy: draw.of(['Honor', 'Ignore']) }),
    ...(draw.chance(0.25) && { nodeTaintsPolicy: draw.of(['Honor', 'Ignore']) }),
    ...(draw.chance(0.15) && { matchLabelKeys: ['version'] }),
  };
}

/** A selector of some of the pods that are drawn. */
export function drawSelector(draw: Drawing): LabelSelector {
  if (draw.chance(0.6)) return { matchLabels: { app: draw.of(['web', 'db', 'cache']) } };
  const operator = draw.of(['In', 'NotIn', 'Exists', 'DoesNotExist']);
  const values = operator === 'In' || operator === 'NotIn' ? { values: ['web', draw.of(['db', 'v1'])] } : {};
  return { matchExpressions: [{ key: draw.of(['app', 'version']), operator, ...values }] };
}
