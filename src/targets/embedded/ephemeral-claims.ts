/** Creates the claims of ephemeral volumes with their pods, and removes them with their pods (pkg/controller/volume/ephemeral). */
import type { PersistentVolumeClaim } from '../../core/objects/cluster-object.ts';
import { removeClusterObject, setClusterObject } from './cluster-objects.ts';
import type { ClusterState, EmbeddedPod } from './cluster-state.ts';

/** The real controller needs some milliseconds. A claim of that name that does not belong to the pod is left alone. */
export function createEphemeralClaims(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  const { namespace, name, template } = pod.plan;
  const { volumes } = template.spec;
  if (!volumes) return;
  for (const volume of volumes) {
    const written = volume.ephemeral?.volumeClaimTemplate as Partial<PersistentVolumeClaim> | undefined;
    if (!written) continue;
    const claim = claimName(pod, volume.name);
    if (cluster.objects.get('PersistentVolumeClaim', namespace, claim)) continue;
    const owner = { apiVersion: 'v1', kind: 'Pod', name, uid: pod.uid, controller: true };
    const metadata = { ...written.metadata, namespace, name: claim, ownerReferences: [owner] };
    const { spec } = written;
    setClusterObject(cluster, { kind: 'PersistentVolumeClaim', metadata, ...(spec && { spec }) }, now);
  }
}

export function removeEphemeralClaims(cluster: ClusterState, pod: EmbeddedPod, now: number): void {
  const { volumes } = pod.plan.template.spec;
  if (!volumes) return;
  for (const volume of volumes) {
    if (!volume.ephemeral) continue;
    const claim = cluster.objects.get(
      'PersistentVolumeClaim',
      pod.plan.namespace,
      claimName(pod, volume.name),
    );
    if (claim?.metadata.ownerReferences?.some(({ uid }) => uid === pod.uid))
      removeClusterObject(cluster, claim, now);
  }
}

function claimName({ plan }: EmbeddedPod, volume: string): string {
  return `${plan.name}-${volume}`;
}
