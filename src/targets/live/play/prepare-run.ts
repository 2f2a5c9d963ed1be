/** Makes what has to be there when the clock starts: namespaces, classes, Stages and the nodes of the first moment, ready for pods. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../core/errors/user-error.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import { STAGES_PATH } from '../../kwok/stage-objects.ts';
import { create, hasStatus } from './cluster-calls.ts';
import { nodesReady } from './nodes-ready.ts';

/** What a run makes before its clock starts. */
export interface Foundations {
  readonly namespaces: readonly NamedObject[];
  readonly priorityClasses: readonly NamedObject[];
  readonly stages: readonly object[];
  readonly nodes: readonly NamedObject[];
}

export interface NamedObject {
  readonly metadata: { readonly name: string };
}

const IN_FLIGHT = 32;
const LONGEST_WAIT_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** @throws {UserError} (the cluster) for a node of that name, or where nobody makes the nodes ready. */
export async function prepareRun(
  transport: Transport,
  run: string,
  { namespaces, priorityClasses, stages, nodes }: Foundations,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<void> {
  const total = namespaces.length + priorityClasses.length + stages.length + nodes.length;
  let done = 0;
  const make = (path: string, objects: readonly object[]): Promise<void> =>
    inParallel(objects, async (object) => {
      signal.throwIfAborted();
      // Not broken off by the signal: what the API server has begun would appear after everything was removed.
      await createNew(transport, path, object as NamedObject);
      done += 1;
      tell(done, total);
    });
  await Promise.all([
    make('/api/v1/namespaces', namespaces),
    make('/apis/scheduling.k8s.io/v1/priorityclasses', priorityClasses),
    make(STAGES_PATH, stages),
  ]);
  await make('/api/v1/nodes', nodes);
  await Promise.all([
    ...namespaces.map(({ metadata }) => serviceAccount(transport, metadata.name, signal)),
    nodesReady(transport, run, nodes.length, signal),
  ]);
}

/** Runs `work` on all of them, some at a time; the first failure ends it. */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const lane = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, items.length) }, lane));
}

/** Pods are refused until the controller manager has made the account they would run as. */
export async function serviceAccount(
  transport: Transport,
  namespace: string,
  signal: AbortSignal,
): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
  const isThere = async (): Promise<boolean> => {
    try {
      await transport.send({ method: 'GET', path, signal });
      return true;
    } catch (error) {
      if (hasStatus(error, 404)) return false;
      throw error;
    }
  };
  await until(signal, isThere, () => {
    throw new UserError(`namespace ${namespace} gets no service account`, {
      next: 'is kube-controller-manager running on this cluster?',
      exitCode: 3,
    });
  });
}

async function until(signal: AbortSignal, isSo: () => Promise<boolean>, giveUp: () => never): Promise<void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) giveUp();
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function createNew(transport: Transport, path: string, object: NamedObject): Promise<void> {
  try {
    await create(transport, path, object);
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    const what = `${path.slice(path.lastIndexOf('/') + 1, -1)} "${object.metadata.name}"`;
    throw new UserError(`${what} is there already, and is not of this run`, {
      next: 'kubectl keg cluster status shows the runs alive; rename the scenario’s, or remove it',
      exitCode: 3,
    });
  }
}
