/** Starts a control plane that accepts pods, for one test or for all tests of a file, and stops it afterwards. */
import test, { type ExecutionContext } from 'ava';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport, type Transport, type TransportOptions } from '../../src/kubernetes/transport.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './cluster/control-plane.ts';
import { type PlainApi, plainApi } from './cluster/plain-api.ts';
import { eventually } from './workload.ts';

export interface ReadyCluster {
  readonly cluster: ControlPlane;
  readonly transport: Transport;
}

export interface FileCluster {
  readonly cluster: ControlPlane;
  readonly api: PlainApi;
}

const started: FileCluster[] = [];

// Each file of tests runs in its own process, so that the module has the clusters of one file.
test.after.always(async () => {
  for (const { cluster, api } of started) {
    await api.close();
    await cluster.stop();
  }
});

/** For `test.before`: a cluster for all tests of the file, with a client of the administrator. */
export async function clusterOfFile(options: ControlPlaneOptions = {}): Promise<FileCluster> {
  const cluster = await startControlPlane(options);
  const api = plainApi(cluster);
  started.push({ cluster, api });
  if (!options.without?.includes('kube-controller-manager')) await acceptsPods(cluster);
  return { cluster, api };
}

/** A cluster for one test, with keg's own client. */
export async function readyCluster(
  t: ExecutionContext,
  options: ControlPlaneOptions = {},
  transportOptions: TransportOptions = {},
): Promise<ReadyCluster> {
  const cluster = await startControlPlane(options);
  t.teardown(() => cluster.stop());
  await acceptsPods(cluster);
  const transport = openTransport(await connectionOf({ kubeconfig: cluster.kubeconfig }), transportOptions);
  t.teardown(() => transport.close());
  return { cluster, transport };
}

/** Pods are refused until the controller manager has created the service account of their namespace. */
async function acceptsPods(cluster: ControlPlane): Promise<void> {
  const api = plainApi(cluster);
  try {
    await eventually(
      () => api.get('/api/v1/namespaces/default/serviceaccounts/default'),
      ({ status }) => status === 200,
    );
  } finally {
    await api.close();
  }
}
