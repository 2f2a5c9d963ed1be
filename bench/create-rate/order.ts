/** Defines the pods that every contender creates: the same as a replay on a live cluster sends. */

export const NAMESPACE = 'keg-bench';
/** How many requests are under way at a time. */
export const IN_FLIGHT = 16;

/** A contender that takes longer than this for its turn has failed. */
export const PATIENCE_MILLISECONDS = 180_000;

export interface Order {
  /** The prefix of the pods' names; a number from 0 follows. */
  readonly prefix: string;
  readonly count: number;
}

/** A client that creates pods. */
export interface Contender {
  readonly name: string;
  /** The factor by which keg must be faster, by the project's own measure; undefined for keg itself. */
  readonly goal: number | undefined;
  /** The number of pods in a turn, as a multiple of the others'. Larger for a tool whose start would count too much with few pods. */
  readonly times: number;
  /** @returns the milliseconds from the first request to the last answer. */
  create(order: Order): Promise<number>;
  close(): Promise<void>;
}

/** The pod without its name: equal for all pods. */
export const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    namespace: NAMESPACE,
    labels: { app: 'web', tier: 'frontend', 'keg.dev/run': 'bench' },
    annotations: {
      'keg.dev/sequence': '4711',
      'keg.dev/start-delay': '1200000us',
      'keg.dev/ready-at-start': 'true',
      'keg.dev/end-delay': '360000000us',
      'keg.dev/end-phase': 'Succeeded',
    },
  },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'registry.k8s.io/pause:3.10',
        resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
      },
    ],
    nodeSelector: { 'keg.dev/run': 'bench' },
    tolerations: [{ key: 'keg.dev/run', operator: 'Equal', value: 'bench', effect: 'NoSchedule' }],
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
  },
};

function podName({ prefix }: Order, number: number): string {
  return `${prefix}-${number}`;
}

export function namedPod(order: Order, number: number): typeof POD & { metadata: { name: string } } {
  return { ...POD, metadata: { ...POD.metadata, name: podName(order, number) } };
}

/** Runs `createOne` for every number, {@link IN_FLIGHT} at a time. @returns milliseconds. */
export async function inFlight(
  { count }: Order,
  createOne: (number: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) await createOne(number);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return performance.now() - start;
}
