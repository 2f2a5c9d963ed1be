/** Creates on a real cluster the objects of a run, one of each kind, and waits until the controllers have made their pods. */
import type { PlainApi } from './cluster/plain-api.ts';
import { eventually, kwokNode, pod } from './workload.ts';

/** Creates two nodes, a priority class, and a namespace `keg-RUN-default` with four workloads and one pod. All carry the label of the run. Returns when every pod exists. */
export async function makeRun(api: PlainApi, run: string): Promise<void> {
  const labels = { 'keg.dev/run': run };
  const namespace = `keg-${run}-default`;
  const make = async (path: string, object: object): Promise<void> => {
    const { status, body } = await api.post(path, object);
    if (status !== 201) throw new Error(`${path} answers ${status}: ${body.message}`);
  };
  await make('/api/v1/namespaces', { metadata: { name: namespace, labels } });
  await make('/apis/scheduling.k8s.io/v1/priorityclasses', {
    metadata: { name: `keg-${run}-high`, labels },
    value: 1000,
  });
  for (const name of ['a', 'b']) {
    const node = kwokNode(`keg-${run}-${name}`) as { metadata: { labels: object } };
    Object.assign(node.metadata.labels, labels);
    await make('/api/v1/nodes', node);
  }
  await eventually(
    () => api.get(`/api/v1/namespaces/${namespace}/serviceaccounts/default`),
    ({ status }) => status === 200,
  );
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await make(pods, { ...pod('own', { nodeSelector: labels }), metadata: { name: 'own', labels } });
  for (const [kind, group] of WORKLOADS) {
    await make(`/apis/${group}/namespaces/${namespace}/${kind.toLowerCase()}s`, workload(kind, labels));
  }
  await eventually(
    () => api.get(pods),
    // The daemon set has one pod on each of the two nodes.
    ({ body }) => body.items.length === 6,
  );
}

const WORKLOADS = [
  ['Deployment', 'apps/v1'],
  ['StatefulSet', 'apps/v1'],
  ['DaemonSet', 'apps/v1'],
  ['Job', 'batch/v1'],
] as const;

function workload(kind: (typeof WORKLOADS)[number][0], labels: object): object {
  const matchLabels = { app: kind.toLowerCase() };
  // As keg makes them: on the nodes of the run.
  const { spec } = pod('', { nodeSelector: labels }) as { spec: object };
  const isJob = kind === 'Job';
  return {
    metadata: { name: kind.toLowerCase(), labels },
    spec: {
      ...(isJob ? {} : { selector: { matchLabels } }),
      ...(kind === 'StatefulSet' ? { serviceName: 'none' } : {}),
      template: {
        metadata: { labels: { ...labels, ...matchLabels } },
        spec: { ...spec, ...(isJob ? { restartPolicy: 'Never' } : {}) },
      },
    },
  };
}
