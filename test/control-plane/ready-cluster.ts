/** A control plane that takes pods, and a way to it; both are gone when the test is over. */
import type { ExecutionContext } from 'ava';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport, type Transport, type TransportOptions } from '../../src/kubernetes/transport.ts';
import { type ControlPlane, startControlPlane } from './cluster/control-plane.ts';
import { eventually } from './workload.ts';

export interface ReadyCluster {
  readonly cluster: ControlPlane;
  readonly transport: Transport;
}

/** Pods are refused before the controller manager has made their namespace's service account. */
export async function readyCluster(
  t: ExecutionContext,
  options: Parameters<typeof startControlPlane>[0] = {},
  transportOptions: TransportOptions = {},
): Promise<ReadyCluster> {
  const cluster = await startControlPlane(options);
  t.teardown(() => cluster.stop());
  const transport = openTransport(await connectionOf({ kubeconfig: cluster.kubeconfig }), transportOptions);
  t.teardown(() => transport.close());
  const account = '/api/v1/namespaces/default/serviceaccounts/default';
  await eventually(
    () =>
      transport.send({ method: 'GET', path: account }).then(
        () => true,
        () => false,
      ),
    (isThere) => isThere,
  );
  return { cluster, transport };
}
