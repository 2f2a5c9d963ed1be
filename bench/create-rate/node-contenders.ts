/** Measures the clients that run in this process: keg's own transport and the official JavaScript client. */
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import type { Transport } from '../../src/kubernetes/transport.ts';
import { type Contender, inFlight, NAMESPACE, namedPod } from './order.ts';

/** Makes the same call that a replay makes for a pod. */
export function keg(transport: Transport): Contender {
  const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
  return {
    name: 'keg',
    goal: undefined,
    times: 1,
    create: (order) =>
      inFlight(order, (number) =>
        transport.send({ method: 'POST', path, body: namedPod(order, number), idempotent: true }),
      ),
    close: async () => {},
  };
}

export function clientNode(kubeconfig: string): Contender {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  return {
    name: '@kubernetes/client-node',
    goal: 3,
    times: 1,
    create: (order) =>
      inFlight(order, (number) =>
        api.createNamespacedPod({ namespace: NAMESPACE, body: namedPod(order, number) }),
      ),
    close: async () => {},
  };
}
