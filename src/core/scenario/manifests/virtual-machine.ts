/** Converts the VirtualMachine objects of node-classifier-sim to workloads of one pod each, with what the machine uses of its size. */
import { USAGE_ANNOTATION } from '../../objects/pod-usage.ts';
import { parseQuantity, QuantityError } from '../../objects/quantity.ts';
import type { Path, Plain } from '../positioned-yaml.ts';
import { entryBuilder, type ManifestEntry } from './manifest-entry.ts';
import { type PlacedObject, valueIn } from './placed-objects.ts';

const GROUP = 'simulation.node-classifier.io';
/** The pod of a machine requests this part of its processors, and all of its memory (its VM controller). */
const CPU_REQUESTED = 1 / 10;
/** The fake nodes on which its pods run. */
const NODES = { type: 'kwok' };
const TOLERATION = { key: 'kwok.x-k8s.io/node', operator: 'Exists', effect: 'NoSchedule' };

export function isVirtualMachine({ group, kind }: PlacedObject): boolean {
  return group === GROUP && kind === 'VirtualMachine';
}

export function isStopped({ object }: PlacedObject): boolean {
  return valueIn(object, ['spec', 'running']) === false;
}

/** Its controller starts another pod when the pod of a machine goes, as a ReplicaSet of one pod does. */
export function virtualMachine(placed: PlacedObject): ManifestEntry {
  const { object } = placed;
  const name = String(valueIn(object, ['metadata', 'name']) ?? '');
  const cpu = amountAt(placed, ['spec', 'resources', 'cpu'], 3);
  const memory = amountAt(placed, ['spec', 'resources', 'memory'], 0);
  const usage = {
    cpu: `${Math.round(cpu * 1e6 * shareAt(placed, 'cpu'))}n`,
    memory: Math.round(memory * shareAt(placed, 'memory')),
  };
  const entry = entryBuilder('workloads', placed);
  entry.set('at', '0s');
  entry.set('kind', 'ReplicaSet', ['kind']);
  entry.set('name', `virt-launcher-${name}`, ['metadata', 'name']);
  entry.take('namespace', ['metadata', 'namespace']);
  entry.set('replicas', 1);
  entry.set(
    'podSpec',
    {
      metadata: {
        labels: { app: 'virt-launcher', 'kubevirt.io/domain': name, 'vm.kubevirt.io/name': name },
        annotations: { [USAGE_ANNOTATION]: JSON.stringify(usage) },
      },
      spec: {
        nodeSelector: NODES,
        tolerations: [TOLERATION],
        containers: [
          {
            name: 'compute',
            image: 'virt-launcher',
            resources: { requests: { cpu: `${Math.ceil(cpu * CPU_REQUESTED)}m`, memory } },
          },
        ],
      },
    },
    ['spec', 'resources'],
  );
  return entry.built();
}

/** 0 for an amount that is missing or cannot be read. */
function amountAt({ object }: PlacedObject, path: Path, scale: 0 | 3): number {
  const value: Plain | undefined = valueIn(object, path);
  if (typeof value !== 'string' && typeof value !== 'number') return 0;
  try {
    return parseQuantity(value, scale);
  } catch (error) {
    if (error instanceof QuantityError) return 0;
    throw error;
  }
}

function shareAt({ object }: PlacedObject, resource: string): number {
  const share = Number(valueIn(object, ['spec', 'utilization', resource]) ?? 0);
  return Number.isFinite(share) ? Math.max(0, share) : 0;
}
