/** Decides which volumes a pod's claims get on a node, or why they get none (volumebinding/binder.go, FindPodVolumes). */
import type {
  CSIStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
} from '../../../objects/cluster-object.ts';
import type { Node } from '../../../objects/node.ts';
import type { ClusterObjects } from '../../cache/cluster-view.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import type { AssumedVolumes, ClaimBinding } from './assumed-volumes.ts';
import { requestedBytes, SELECTED_NODE } from './claims.ts';
import { nodeSelectorOf } from './csi-migration.ts';
import { bestMatch, type Candidates, candidatesFor } from './matching-volumes.ts';
import { provisioningOf } from './provisioning.ts';
import { isReachable } from './reachable.ts';

/** A claim for which a volume will be made, and the capacity from which. */
interface Provision {
  readonly claim: PersistentVolumeClaim;
  readonly capacity: CSIStorageCapacity | undefined;
}

/** What the pod's claims get on a node. */
export interface NodeVolumes {
  readonly matched: readonly (ClaimBinding & { readonly volume: PersistentVolume })[];
  readonly provisions: readonly Provision[];
}

export interface ClaimsOfPod {
  readonly bound: readonly PersistentVolumeClaim[];
  /** Those that wait for a node. */
  readonly unbound: readonly PersistentVolumeClaim[];
}

const NOT_FOUND = "node(s) didn't find available persistent volumes to bind";
const TOO_LITTLE_SPACE = 'node(s) did not have enough free storage';
const NO_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const NOTHING: NodeVolumes = { matched: [], provisions: [] };

/** Made for one cycle, in which neither claims nor volumes change. Returns the reasons against a node as texts. */
export function nodeVolumeFinder(
  { bound, unbound }: ClaimsOfPod,
  assumed: AssumedVolumes,
  objects: ClusterObjects,
  behaviour: Behaviour,
): (node: Node) => NodeVolumes | readonly string[] {
  const waiting = unbound.filter((claim) => selectedNode(claim) === undefined);
  const selected = unbound.filter((claim) => selectedNode(claim) !== undefined);
  const volumes = waiting.length > 0 ? [...assumed.volumes()] : [];
  const candidates: readonly (readonly [PersistentVolumeClaim, Candidates])[] = waiting
    .toSorted((a, b) => requestedBytes(a) - requestedBytes(b))
    .map((claim) => [claim, candidatesFor(claim, volumes, behaviour)]);
  return (node) => {
    const reason = boundReason(bound, node, assumed, objects, behaviour);
    const found = findUnbound(candidates, selected, node, objects);
    if (reason === undefined) return typeof found === 'string' ? [found] : found;
    if (typeof found !== 'string') return [reason];
    return reason === NO_VOLUME ? [found, reason] : [reason, found];
  };
}

function selectedNode({ metadata }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.[SELECTED_NODE];
}

function findUnbound(
  candidates: readonly (readonly [PersistentVolumeClaim, Candidates])[],
  selected: readonly PersistentVolumeClaim[],
  node: Node,
  objects: ClusterObjects,
): NodeVolumes | string {
  if (selected.some((claim) => selectedNode(claim) !== node.metadata.name)) return NOT_FOUND;
  if (candidates.length === 0 && selected.length === 0) return NOTHING;
  const matched: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const taken = new Set<string>();
  const toProvision = [...selected];
  for (const [claim, fitting] of candidates) {
    const volume = bestMatch(fitting, node, taken);
    if (!volume) {
      toProvision.push(claim);
      continue;
    }
    taken.add(volume.metadata.name);
    matched.push({ claim, volume });
  }
  const provisions: Provision[] = [];
  for (const claim of toProvision) {
    const provisioning = provisioningOf(claim, node, objects);
    if (provisioning === 'impossible') return NOT_FOUND;
    if (provisioning === 'too-little-space') return TOO_LITTLE_SPACE;
    provisions.push({ claim, capacity: provisioning.capacity });
  }
  return { matched, provisions };
}

/** The first bound claim whose volume is gone or out of reach decides. */
function boundReason(
  bound: readonly PersistentVolumeClaim[],
  node: Node,
  assumed: AssumedVolumes,
  objects: ClusterObjects,
  behaviour: Behaviour,
): string | undefined {
  if (bound.length === 0) return undefined;
  const csiNode = objects.get('CSINode', undefined, node.metadata.name);
  for (const { spec } of bound) {
    const volume = assumed.volume(spec?.volumeName as string);
    if (!volume) return NO_VOLUME;
    if (!isReachable(nodeSelectorOf(volume, csiNode, behaviour), node))
      return behaviour.volumeAffinityMessage
        ? "node(s) didn't match PersistentVolume's node affinity"
        : 'node(s) had volume node affinity conflict';
  }
  return undefined;
}
