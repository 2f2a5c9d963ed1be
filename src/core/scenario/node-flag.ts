/** Reads the nodes of the `--nodes` flag: `4:cpu=8,memory=32Gi` or `gpu=2:cpu=64,memory=256Gi,nvidia.com/gpu=8`. */
import { UserError } from '../errors/user-error.ts';
import { parseAmount, QuantityError } from '../objects/quantity.ts';
import { DEFAULT_PODS } from './build-nodes.ts';
import type { NodePool } from './scenario.ts';

const FLAG = /^(?:([a-z0-9][-a-z0-9.]*)=)?(\d{1,6}):(.+)$/;

/**
 * Reads one `--nodes` value: `[NAME=]COUNT:RESOURCE=QUANTITY,…`. The name defaults to `node`; pods to 110.
 *
 * @throws {UserError} (usage) for anything else.
 */
export function parseNodeFlag(value: string): NodePool {
  const wrong = (what: string): UserError =>
    new UserError(`--nodes ${value}: ${what}`, { next: 'write for example --nodes 4:cpu=8,memory=32Gi' });
  const match = FLAG.exec(value);
  if (!match) throw wrong('is not [NAME=]COUNT:RESOURCE=QUANTITY,...');
  const [, name = 'node', count = '', list = ''] = match;
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
