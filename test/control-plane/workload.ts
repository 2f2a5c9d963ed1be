/** The smallest node and pod that a real scheduler and KWOK accept, and a way to wait for their state. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A node that KWOK simulates. KWOK finds it by the annotation. */
export function kwokNode(name: string, resources: Readonly<Record<string, string>> = {}): object {
  const allocatable = { cpu: '4', memory: '8Gi', pods: '110', ...resources };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { 'kubernetes.io/hostname': name, type: 'kwok' },
    },
    status: { allocatable, capacity: allocatable },
  };
}

/** A pod with one container that requests a tenth of a CPU. */
export function pod(name: string, spec: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      containers: [{ name: 'main', image: 'none.invalid/none', resources: { requests: { cpu: '100m' } } }],
      ...spec,
    },
  };
}

/**
 * Asks every 50 ms until `isThere` holds for the answer.
 *
 * @throws Error with the last answer after `seconds`.
 */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isThere: (value: Value) => boolean,
  seconds = 30,
): Promise<Value> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (isThere(value)) return value;
    if (performance.now() > deadline) throw new Error(`after ${seconds} s still ${JSON.stringify(value)}`);
    await sleep(50);
  }
}
