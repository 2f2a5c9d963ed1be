/** Finds the node pool of a node from what the makers of node pools write on it. */
import { poolOfLabels } from '../objects/pool-labels.ts';
import type { NodeObject } from './node-object.ts';

const OWNER_KIND = 'cluster.x-k8s.io/owner-kind';
const OWNER_NAME = 'cluster.x-k8s.io/owner-name';

/** Undefined for a node that names none. */
export function poolOf({ metadata }: NodeObject): string | undefined {
  return poolOfLabels(metadata.labels ?? {}) ?? poolOfOwner(metadata.annotations ?? {});
}

/** Cluster API writes the MachineSet on the node; it is called as its MachineDeployment with a hash behind it. */
function poolOfOwner(annotations: Readonly<Record<string, string>>): string | undefined {
  const { [OWNER_KIND]: kind, [OWNER_NAME]: name } = annotations;
  if (name === undefined || name === '') return undefined;
  return kind === 'MachineSet' ? name.replace(/-[^-]+$/, '') : name;
}
