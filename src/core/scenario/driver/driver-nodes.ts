/** Makes the nodes of a scenario of the Karpenter driver: what its clusters and node pools say. */
import { counted } from '../../errors/counted.ts';
import { parseQuantity } from '../../objects/quantity.ts';
import { isObject } from '../forms/scenario-form.ts';
import { type PlacedObject, valueIn } from '../manifests/placed-objects.ts';
import type { Plain, PlainObject } from '../positioned-yaml.ts';
import type { DriverConfig } from './driver-files.ts';
import { instanceShape } from './instance-shape.ts';

export interface DriverNodes {
  readonly nodes: readonly PlainObject[];
  /** What a replay does otherwise than an autoscaled cluster. */
  readonly notes: readonly string[];
  readonly faults: readonly string[];
}

export interface PodPeak {
  /** At one time. */
  readonly pods: number;
  /** The largest requests of one pod. */
  readonly cpu: number;
  readonly memory: number;
}

const DEFAULT_TYPE = 'c5.large';
const ZONES = ['a', 'b', 'c'];

/**
 * The nodes of all clusters.
 *
 * @param pools NodePools of Karpenter; their labels and taints are on the nodes.
 * @param peak of the pods. A cluster that is autoscaled has a node for each of them, on which the largest one fits.
 */
export function driverNodes(
  { clusters }: DriverConfig,
  pools: readonly PlacedObject[],
  peak: PodPeak,
): DriverNodes {
  const notes: string[] = [];
  const faults: string[] = [];
  const nodes = (clusters ?? []).flatMap(
    ({ KubernetesCluster: kubernetes, EcsCluster: ecs }): PlainObject[] => {
      if (kubernetes) {
        const { node_type: type = DEFAULT_TYPE, node_count: count, autoscaling } = kubernetes;
        const offer = offerOf(type ?? DEFAULT_TYPE, autoscaling ? peak : undefined, count ?? 0, faults);
        if (autoscaling && offer) notes.push(notScaled('autoscaling', offer, pools));
        return (pools.length > 0 ? pools : [undefined]).flatMap((pool) => zonedNodes(offer, pool));
      }
      return (ecs?.capacity_providers ?? []).flatMap(({ Omakase: provider }) => {
        const { starting_instance_type: type, starting_instance_count: count } = provider ?? {};
        const offer = offerOf(type ?? DEFAULT_TYPE, peak, count ?? 0, faults);
        if (offer) notes.push(notScaled(`the capacity provider ${provider?.name ?? ''}`, offer, []));
        return zonedNodes(offer, undefined);
      });
    },
  );
  return { nodes, notes, faults: [...new Set(faults)] };
}

interface Offer {
  readonly type: string;
  readonly count: number;
  readonly cpu: number;
  readonly memory: string;
}

/** @param peak where an autoscaler would choose larger machines for larger pods. */
function offerOf(
  type: string,
  peak: PodPeak | undefined,
  count: number,
  faults: string[],
): Offer | undefined {
  const shape = instanceShape(type);
  if (!shape) {
    faults.push(`the instance type ${type} is not known: give another one, such as c5.large`);
    return undefined;
  }
  if (!peak) return { type, count, ...shape };
  return {
    type,
    count: Math.max(peak.pods, count),
    cpu: grown(shape.cpu, peak.cpu / 1000),
    memory: `${grown(parseQuantity(shape.memory) / GIB, peak.memory / GIB)}Gi`,
  };
}

const GIB = 1024 ** 3;

/** Machines double from size to size. */
function grown(size: number, wanted: number): number {
  return size >= wanted ? size : grown(2 * size, wanted);
}

function notScaled(what: string, { count, cpu, memory }: Offer, pools: readonly PlacedObject[]): string {
  const example = `--nodes ${poolName(pools[0])}-${ZONES[0]}=10 gives another number, --autoscaler FILE plays an autoscaler`;
  return `${what} is not played: ${counted(count, 'node')} of ${cpu} CPU and ${memory} at 0s, one for each pod at the peak (${example})`;
}

/** A third of the nodes in each of three zones. */
function zonedNodes(offer: Offer | undefined, pool: PlacedObject | undefined): PlainObject[] {
  if (!offer) return [];
  const { type, count, cpu, memory } = offer;
  const taints = valueIn(pool?.object, ['spec', 'template', 'spec', 'taints']);
  return ZONES.map(
    (zone, index): PlainObject => ({
      name: `${poolName(pool)}-${zone}`,
      count: Math.floor((count + ZONES.length - 1 - index) / ZONES.length),
      template: {
        labels: {
          ...labelsOf(pool),
          'topology.kubernetes.io/zone': zone,
          'node.kubernetes.io/instance-type': type,
        },
        ...(taints != null && { taints }),
        allocatable: { cpu, memory },
      },
    }),
  ).filter(({ count: nodes }) => nodes !== 0);
}

function poolName(pool: PlacedObject | undefined): string {
  const name = valueIn(pool?.object, ['metadata', 'name']);
  return typeof name === 'string' ? name : 'node';
}

/** Karpenter labels a node with its pool, with the labels of the pool's template, and with each requirement that has one value. */
function labelsOf(pool: PlacedObject | undefined): PlainObject {
  if (!pool) return {};
  const written = valueIn(pool.object, ['spec', 'template', 'metadata', 'labels']) ?? undefined;
  const requirements = valueIn(pool.object, ['spec', 'template', 'spec', 'requirements']);
  const required = (Array.isArray(requirements) ? requirements : [])
    .filter(isObject)
    .flatMap(({ key, operator, values }): [string, Plain][] =>
      typeof key === 'string' && operator === 'In' && Array.isArray(values) && values.length === 1
        ? [[key, String(values[0])]]
        : [],
    );
  return {
    'karpenter.sh/nodepool': poolName(pool),
    ...Object.fromEntries(required),
    ...(isObject(written) && written),
  };
}
