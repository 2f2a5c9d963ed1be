/** Reads `cluster.autoscaler`: fills in defaults, and refuses pools that contradict each other. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { ResourceList } from '../objects/pod.ts';
import { parseResourceList } from '../objects/quantity.ts';
import type { AutoscaledPool, Autoscaler, Consolidation } from './autoscaler.ts';
import { buildOffer } from './build-nodes.ts';
import type { Path } from './positioned-yaml.ts';
import { readTime } from './read-time.ts';
import type { Reporter } from './reporter.ts';
import type { AutoscalerEntry } from './schema/autoscaler.ts';

const AT_ONCE: Distribution = { family: 'constant', value: 0 };
/** The delays of Cluster Autoscaler: scale-down-unneeded-time, scale-down-delay-after-add, scale-down-utilization-threshold. */
const DEFAULTS: Consolidation = {
  emptyAfter: 600e6,
  underusedAfter: 600e6,
  underusedBelow: 0.5,
  cooldown: 600e6,
};

/** @param taken names of other nodes and pools. */
export function buildAutoscaler(
  fields: AutoscalerEntry,
  path: Path,
  taken: readonly string[],
  report: Reporter,
): Autoscaler {
  const names = new Set(taken);
  const pools = fields.pools.map((pool, index) => {
    const at = [...path, 'pools', index];
    if (names.has(pool.name))
      report.error(
        'duplicate-node',
        [...at, 'name'],
        `"${pool.name}" is also the name of other nodes: give the pool a name of its own`,
      );
    names.add(pool.name);
    return buildPool(pool, at, report);
  });
  if (fields.expander === 'price') {
    const unpriced = pools.findIndex(({ price }) => price === undefined);
    if (unpriced >= 0)
      report.error(
        'missing-value',
        [...path, 'pools', unpriced],
        'the expander price needs the price of each pool, such as price: 0.38',
      );
  }
  return {
    pools,
    expander: fields.expander ?? 'least-waste',
    batch: fields.batch ?? 0,
    consolidation: {
      emptyAfter: fields.consolidation?.emptyAfter ?? DEFAULTS.emptyAfter,
      underusedAfter: fields.consolidation?.underusedAfter ?? DEFAULTS.underusedAfter,
      underusedBelow: fields.consolidation?.underusedBelow ?? DEFAULTS.underusedBelow,
      cooldown: fields.consolidation?.cooldown ?? DEFAULTS.cooldown,
    },
  };
}

function buildPool(pool: AutoscalerEntry['pools'][number], path: Path, report: Reporter): AutoscaledPool {
  const { name, min = 0, max = Number.POSITIVE_INFINITY, price } = pool;
  if (min > max) report.error('conflicting-keys', [...path, 'min'], `is above max (${max})`);
  return {
    name,
    offer: buildOffer(pool.template, [...path, 'template'], report),
    min,
    max,
    limits: parseResourceList((pool.limits ?? {}) as ResourceList),
    delay: readTime(pool.delay, [...path, 'delay'], report) ?? AT_ONCE,
    price,
    position: report.positionOf(path),
  };
}
