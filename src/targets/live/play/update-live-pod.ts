/** Changes a pod on a live cluster: its gates, its labels, the requests and limits of a container. */
import type { PodChange } from '../../../core/objects/changed-pod.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { patch } from './cluster-calls.ts';

interface PodState {
  readonly metadata: { readonly resourceVersion: string };
  readonly spec: {
    readonly containers: readonly { readonly name: string }[];
    readonly schedulingGates?: readonly { readonly name: string }[];
  };
}

const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';

/**
 * @param path of the pod.
 * @throws {ApiError} as the calls: 404 where the pod does not exist, 409 where others changed it in the meantime.
 */
export async function updateLivePod(
  calls: Transport,
  path: string,
  { ungate, labels, resize }: PodChange,
): Promise<void> {
  const { metadata, spec } = await calls.call<PodState>({ method: 'GET', path });
  if (ungate || labels) {
    const gates = spec.schedulingGates?.filter(({ name }) => !ungate?.includes(name));
    await patch(calls, path, {
      metadata: { resourceVersion: metadata.resourceVersion, ...(labels && { labels }) },
      ...(ungate && gates && { spec: { schedulingGates: gates } }),
    });
  }
  if (resize) {
    const { container, requests, limits } = resize;
    const name = container ?? spec.containers[0]?.name;
    const resources = { ...(requests && { requests }), ...(limits && { limits }) };
    await patch(calls, `${path}/resize`, { spec: { containers: [{ name, resources }] } }, STRATEGIC_PATCH);
  }
}
