/** Draws profiles that switch plugins off at single extension points, run them in another order, or list all plugins of a point. */
import type { Drawing } from './drawing.ts';

type PointSets = Record<
  string,
  { enabled?: { name: string; weight?: number }[]; disabled?: { name: string }[] }
>;

/** At preFilter and filter. Without their preFilter the first ones decide all the same, and the others fail. */
const INDEPENDENT = [
  'NodeUnschedulable',
  'NodeName',
  'TaintToleration',
  'NodeAffinity',
  'NodeVolumeLimits',
  'VolumeZone',
];
const DEPENDENT = [
  'NodePorts',
  'NodeResourcesFit',
  'VolumeRestrictions',
  'VolumeBinding',
  'PodTopologySpread',
  'InterPodAffinity',
];
/** At score. Without their preScore the first ones decide all the same, and the others fail. */
const SCORING_ALONE = [
  'NodeAffinity',
  'NodeResourcesFit',
  'NodeResourcesBalancedAllocation',
  'VolumeBinding',
];
const SCORING_PREPARED = ['TaintToleration', 'PodTopologySpread', 'InterPodAffinity'];

/** One profile. Most of them can place pods. */
export function drawPointSets(draw: Drawing): object {
  const plugins: PointSets = {};
  const disable = (point: string, ...names: string[]) => {
    const set = plugins[point] ?? {};
    plugins[point] = { ...set, disabled: [...(set.disabled ?? []), ...names.map((name) => ({ name }))] };
  };
  const change = draw.whole(0, 9);
  for (const name of some(draw, INDEPENDENT, 0.4)) disable('preFilter', name);
  for (const name of some(draw, SCORING_ALONE, 0.4)) disable('preScore', name);
  if (change === 0) disable('preFilter', draw.of(DEPENDENT));
  if (change === 1) disable('preScore', draw.of(SCORING_PREPARED));
  if (change === 2) for (const name of some(draw, DEPENDENT, 0.5)) disable('filter', name);
  if (change === 3) for (const name of some(draw, SCORING_PREPARED, 0.5)) disable('score', name);
  if (change === 4) plugins.filter = list(shuffled(draw, [...INDEPENDENT, ...DEPENDENT]));
  if (change === 5) plugins.preFilter = list(shuffled(draw, [...INDEPENDENT, ...some(draw, DEPENDENT, 0.9)]));
  if (change === 6) {
    const scores = shuffled(draw, [...SCORING_ALONE, ...SCORING_PREPARED]).slice(0, draw.whole(0, 5));
    plugins.score = list(scores);
    for (const entry of plugins.score.enabled ?? []) entry.weight = draw.whole(0, 9);
  }
  if (change === 7) disable(draw.of(['reserve', 'preBind']), 'VolumeBinding');
  if (change === 8) {
    const name = draw.of(['DynamicResources', 'VolumeBinding']);
    disable('preFilter', name);
    disable('filter', name);
    if (draw.chance(0.5)) disable('score', name);
    if (draw.chance(0.5)) disable('reserve', name);
    if (draw.chance(0.5)) disable('preBind', name);
  }
  if (change === 9) {
    const names = some(draw, [...INDEPENDENT, ...DEPENDENT], 0.2);
    disable('multiPoint', ...names, 'DefaultPreemption');
    for (const name of some(draw, names, 0.5))
      plugins.filter = { enabled: [...(plugins.filter?.enabled ?? []), { name }] };
  }
  return { plugins };
}

/** These plugins alone. */
function list(names: readonly string[]): PointSets[string] {
  return { disabled: [{ name: '*' }], enabled: names.map((name) => ({ name })) };
}

function some(draw: Drawing, names: readonly string[], probability: number): string[] {
  return names.filter(() => draw.chance(probability));
}

function shuffled(draw: Drawing, names: readonly string[]): string[] {
  const rest = [...names];
  const result: string[] = [];
  while (rest.length > 0) result.push(...rest.splice(draw.whole(0, rest.length - 1), 1));
  return result;
}
