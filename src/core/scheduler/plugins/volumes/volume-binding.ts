/** Places pods where their volumes are or can be made, and gives their claims volumes (plugins/volumebinding). */

import * as z from 'zod';
import type { PersistentVolumeClaim } from '../../../objects/cluster-object.ts';
import type { ClusterObjects, ClusterView } from '../../cache/cluster-view.ts';
import type { NodeFilter, Plugin, PreFilterResult } from '../../framework/plugin.ts';
import { definePlugin } from '../../framework/plugin-definition.ts';
import { signVolumes } from '../../framework/pod-signature.ts';
import type { PodState } from '../../framework/pod-state.ts';
import { failure, type Rejection, unresolvable } from '../../framework/rejection.ts';
import type { Behaviour } from '../../kubernetes-version.ts';
import { utilizationShape } from '../utilization-shape.ts';
import { type AssumedVolumes, assumedVolumes, type ClaimBinding } from './assumed-volumes.ts';
import { bindingChanges } from './binding-changes.ts';
import { bindingEvents } from './binding-events.ts';
import { isBound, isMadeFor, storageClassOf, WAIT_FOR_FIRST_CONSUMER } from './claims.ts';
import { type ClaimsOfPod, type NodeVolumes, nodeVolumeFinder } from './node-volumes.ts';
import { type ClaimVolume, claimNameOf, podVolumes } from './pod-volumes.ts';
import { DEFAULT_SHAPE, storageScore } from './storage-score.ts';

const NAME = 'VolumeBinding';
const UNBOUND = unresolvable(NAME, 'pod has unbound immediate PersistentVolumeClaims');

const bindingArguments = z.strictObject({
  /** The model binds at once, so it never waits. */
  bindTimeoutSeconds: z
    .int()
    .refine((value) => value >= 0, {
      error: ({ input }) =>
        `Invalid value: ${String(input)}: invalid BindTimeoutSeconds, should not be a negative value`,
    })
    .nullish(),
  /** Read only where storage capacity is scored. */
  shape: utilizationShape.nullish(),
});

export const volumeBinding = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter', 'preScore', 'score', 'reserve', 'preBind'],
  arguments: bindingArguments,
  create({ args, behaviour, objects }) {
    const shape = args.shape?.length ? args.shape : DEFAULT_SHAPE;
    return createVolumeBinding(behaviour, objects, storageScore(shape));
  },
});

function createVolumeBinding(
  behaviour: Behaviour,
  objects: ClusterObjects,
  score: (volumes: NodeVolumes) => number,
): Plugin {
  const assumed = assumedVolumes(objects);
  /** The volumes of the last cycle's pod on each node that passed. PreScore follows Filter in the same cycle. */
  let last: { readonly pod: PodState; readonly byNode: ReadonlyMap<string, NodeVolumes> } | undefined;
  return {
    name: NAME,
    sign: signVolumes,
    neverFilters: (template) => podVolumes(template).claims.length === 0,
    preFilter(pod, cluster) {
      if (podVolumes(pod.info).claims.length === 0) return 'skip';
      const byNode = new Map<string, NodeVolumes>();
      last = { pod, byNode };
      return bindingFilter(pod, cluster, behaviour, assumed, byNode);
    },
    preScore(pod) {
      if (!behaviour.storageCapacityScored) return 'skip';
      if (last?.pod !== pod) return { constant: 0 };
      const { byNode } = last;
      return {
        score({ name }) {
          const volumes = byNode.get(name);
          return volumes ? score(volumes) : 0;
        },
      };
    },
    unprepared: {
      withoutPreFilter: 'not found',
      scoreReadsPreFilter: behaviour.storageCapacityScored,
      withoutReserve: (node) => noVolumesOn(node, behaviour),
    },
    events: bindingEvents(behaviour),
  };
}

function bindingFilter(
  pod: PodState,
  cluster: ClusterView,
  behaviour: Behaviour,
  assumed: AssumedVolumes,
  byNode: Map<string, NodeVolumes>,
): PreFilterResult {
  const { objects } = cluster;
  const claims = claimsOf(pod, objects, assumed);
  if ('plugin' in claims) return { rejection: claims };
  const volumesOn = nodeVolumeFinder(claims, assumed, objects, behaviour);
  const bindings = (name: string): readonly ClaimBinding[] => {
    const { matched = [], provisions = [] } = byNode.get(name) ?? {};
    return [...matched, ...provisions.map(({ claim }) => ({ claim, volume: undefined }))];
  };
  let isReserved = false;
  const filter: NodeFilter = {
    reject({ node }) {
      if (!node) return undefined;
      const found = volumesOn(node);
      if (!('matched' in found)) return rejectionFor(found);
      byNode.set(node.metadata.name, found);
      return undefined;
    },
    reserve({ name }) {
      isReserved = true;
      for (const binding of bindings(name)) assumed.assume(binding, name);
      return undefined;
    },
    preBind({ name }) {
      if (isReserved) return undefined;
      const volumes = byNode.get(name);
      const words = volumes || !behaviour.preBindPreFlights ? 'PreBind plugin' : 'PreBindPreFlight';
      const error = volumes ? unreservedError(pod, volumes, behaviour) : noVolumesOn(name, behaviour);
      return error === undefined ? undefined : failure(`running ${words} "${NAME}": ${error}`);
    },
    unreserve({ name }) {
      for (const binding of bindings(name)) assumed.forget(binding);
    },
    changes({ name, node }) {
      const volumes = byNode.get(name);
      return volumes && node ? bindingChanges(volumes, node, objects) : [];
    },
  };
  return { filter };
}

function noVolumesOn(node: string, { minor }: Behaviour): string {
  return `no pod ${minor >= 34 ? 'volume' : 'volumes'} found for node "${node}"`;
}

/** Only Reserve makes a list of no bindings, without which PreBind fails (binder.go, bindAPIUpdate). Up to 1.32 the same holds for claims to provision. */
function unreservedError(
  { namespace, name }: PodState,
  { matched, provisions }: NodeVolumes,
  { minor }: Behaviour,
): string | undefined {
  if (matched.length > 0 && (provisions.length > 0 || minor > 32)) return undefined;
  const what = matched.length === 0 ? 'bindings' : 'claims to provision';
  return `failed to get cached ${what} for pod "${namespace}/${name}"`;
}

/** The pod's claims, or why it can't be placed anywhere yet. */
function claimsOf(pod: PodState, objects: ClusterObjects, assumed: AssumedVolumes): ClaimsOfPod | Rejection {
  const bound: PersistentVolumeClaim[] = [];
  const unbound: PersistentVolumeClaim[] = [];
  let isImmediate = false;
  for (const volume of podVolumes(pod.info).claims) {
    const name = claimNameOf(pod, volume);
    const claim = objects.get('PersistentVolumeClaim', pod.namespace, name);
    const problem = claim ? claimProblem(claim, volume, pod) : missingClaim(name, volume);
    if (problem !== undefined) return unresolvable(NAME, problem);
    const latest = assumed.claim(pod.namespace, name) as PersistentVolumeClaim;
    if (isBound(latest)) bound.push(latest);
    else if (!latest.spec?.volumeName && waitsForNode(latest, objects)) unbound.push(latest);
    else isImmediate = true;
  }
  return isImmediate ? UNBOUND : { bound, unbound };
}

function missingClaim(name: string, { claimName }: ClaimVolume): string {
  return claimName === undefined
    ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
    : `persistentvolumeclaim "${name}" not found`;
}

function claimProblem(
  claim: PersistentVolumeClaim,
  { claimName }: ClaimVolume,
  pod: PodState,
): string | undefined {
  const { name, namespace, deletionTimestamp } = claim.metadata;
  if (claim.status?.phase === 'Lost')
    return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`;
  if (deletionTimestamp) return `persistentvolumeclaim "${name}" is being deleted`;
  if (claimName === undefined && !isMadeFor(claim, pod))
    return `PVC ${namespace}/${name} was not created for pod ${pod.namespace}/${pod.name} (pod is not owner)`;
  return undefined;
}

function waitsForNode(claim: PersistentVolumeClaim, objects: ClusterObjects): boolean {
  const name = storageClassOf(claim);
  if (name === '') return false;
  return objects.get('StorageClass', undefined, name)?.volumeBindingMode === WAIT_FOR_FIRST_CONSUMER;
}

/** One rejection for each list of reasons, so that equal ones are counted together. */
const rejections = new Map<string, Rejection>();

function rejectionFor(reasons: readonly string[]): Rejection {
  const key = reasons.join('\n');
  let rejection = rejections.get(key);
  if (!rejection) {
    rejection = unresolvable(NAME, ...reasons);
    rejections.set(key, rejection);
  }
  return rejection;
}
