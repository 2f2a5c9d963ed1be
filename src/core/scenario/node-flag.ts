/** Reads the values of the `--nodes` flag: a pool of its own, as `4:cpu=8,memory=32Gi` or `gpu=2:cpu=64`, or another count of a pool, as `gpu=2`. */
import { UserError } from '../errors/user-error.ts';
import { parseAmount, QuantityError } from '../objects/quantity.ts';
import { DEFAULT_PODS } from './build-nodes.ts';
import type { NodePool } from './scenario.ts';

const FLAG = /^(?:([a-z0-9][-a-z0-9.]*)=)?(\d{1,6}):(.+)$/;
const DEFAULT_NAME = 'node';
const COUNT_FLAG = /^([^=:\s]+)=(\d{1,6})$/;

/** Another count of a pool that the scenario or the recording has. */
export interface PoolCount {
  /** The flag and its value, as they were written. */
  readonly flag: string;
  readonly pool: string;
  readonly count: number;
}

export interface NodeFlags {
  /** Pools that replace all others. Empty: the others stay. */
  readonly pools: readonly NodePool[];
  readonly counts: readonly PoolCount[];
}

/**
 * @param nodePool - values of `--node-pool`, which are counts.
 * @throws {UserError} (usage) for a value of neither form, and for values of both forms.
 */
export function readNodeFlags(values: readonly string[], nodePool: readonly string[] = []): NodeFlags {
  const counts = [...countsOf('--nodes', values), ...countsOf('--node-pool', nodePool)];
  const others = values.filter((value) => !COUNT_FLAG.test(value));
  const pools = others.map(parseNodeFlag);
  const again = counts.find(({ pool }, index) => counts.findIndex((other) => other.pool === pool) < index);
  if (again !== undefined) {
    throw new UserError(`${again.flag}: the pool ${again.pool} has a count already`, {
      next: 'give one count for each pool',
    });
  }
  const [one] = counts;
  if (one !== undefined && pools.length > 0) {
    throw new UserError(`${one.flag} changes one pool, and --nodes ${others[0]} replaces all pools`, {
      next: 'give values of one form',
    });
  }
  return { pools, counts };
}

function countsOf(name: string, values: readonly string[]): PoolCount[] {
  return values.flatMap((value): PoolCount[] => {
    const [, pool, count] = COUNT_FLAG.exec(value) ?? [];
    return pool === undefined ? [] : [{ flag: `${name} ${value}`, pool, count: Number(count) }];
  });
}

/** The values of `--nodes` with those of `--node-pool`. @throws {UserError} (usage) for a value of `--node-pool` that is not NAME=COUNT. */
export function nodeFlagsOf({
  nodes = [],
  nodePool = [],
}: {
  readonly nodes?: readonly string[] | undefined;
  readonly nodePool?: readonly string[] | undefined;
}): NodeFlags {
  const wrong = nodePool.find((value) => !COUNT_FLAG.test(value));
  if (wrong === undefined) return readNodeFlags(nodes, nodePool);
  throw new UserError(`--node-pool ${wrong} is not NAME=COUNT`, {
    next: 'write for example --node-pool gpu=2; --nodes 4:cpu=8,memory=32Gi replaces all nodes',
  });
}

/** The name of a pool that a value of `--nodes` describes; undefined for a count alone. */
export function poolOfNodeFlag(value: string): string | undefined {
  const match = FLAG.exec(value);
  return match ? (match[1] ?? DEFAULT_NAME) : undefined;
}

/** The same pool with its count of `counts`; other values stay as they are. */
export function withCountOf(value: string, counts: ReadonlyMap<string, number>): string {
  const [, name = DEFAULT_NAME, , list] = FLAG.exec(value) ?? [];
  const count = list === undefined ? undefined : counts.get(name);
  return count === undefined ? value : `${name}=${count}:${list}`;
}

/**
 * Reads a pool of its own: `[NAME=]COUNT:RESOURCE=QUANTITY,…`. The name defaults to `node`; pods to 110.
 *
 * @throws {UserError} (usage) for anything else.
 */
function parseNodeFlag(value: string): NodePool {
  const wrong = (what: string): UserError =>
    new UserError(`--nodes ${value}: ${what}`, {
      next: 'write for example --nodes gpu=2 for another count of the pool gpu, or --nodes 4:cpu=8,memory=32Gi',
    });
  const match = FLAG.exec(value);
  if (!match) throw wrong('this is neither POOL=COUNT nor [NAME=]COUNT:RESOURCE=QUANTITY,...');
  const [, name = DEFAULT_NAME, count = '', list = ''] = match;
  const allocatable: Record<string, string> = { pods: String(DEFAULT_PODS) };
  for (const part of list.split(',')) {
    const [resource, quantity, ...rest] = part.split('=');
    if (!resource || !quantity || rest.length > 0) throw wrong(`"${part}" is not RESOURCE=QUANTITY`);
    try {
      parseAmount(resource, quantity);
    } catch (error) {
      if (error instanceof QuantityError) throw wrong(error.message);
      throw error;
    }
    allocatable[resource] = quantity;
  }
  return {
    name,
    pool: name,
    count: Number(count),
    labels: {},
    taints: [],
    unschedulable: false,
    capacity: allocatable,
    allocatable,
    images: [],
    declaredFeatures: [],
    position: { file: '--nodes' },
  };
}
