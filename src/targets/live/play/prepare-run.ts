/** Creates what must exist when the clock starts: namespaces, classes, Stages and the nodes of the first moment, ready for pods. */
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../core/errors/user-error.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { NodeSimulator } from '../node-simulator.ts';
import type { RunObjectCall } from '../objects/run-object.ts';
import { collectionPath, STAGES } from '../remove/removal-kinds.ts';
import { areClaimsUnderWay } from './claims-under-way.ts';
import { create, hasStatus } from './cluster-calls.ts';
import { nodesReady } from './nodes-ready.ts';

/** What a run creates before its clock starts. */
export interface Foundations {
  readonly namespaces: readonly NamedObject[];
  readonly priorityClasses: readonly NamedObject[];
  readonly stages: readonly object[];
  /** Services, budgets, runtime classes, volumes and claims. */
  readonly objects: readonly RunObjectCall[];
  readonly nodes: readonly NamedObject[];
}

export interface NamedObject {
  readonly metadata: { readonly name: string };
}

const IN_FLIGHT = 32;
const LONGEST_WAIT_MS = 60_000;
const LOOK_EVERY_MS = 100;

export interface PrepareRunOptions {
  readonly transport: Transport;
  readonly run: string;
  readonly simulator: NodeSimulator;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** @throws {UserError} (the cluster) for an object of that name that is not the run's, or where the nodes do not become ready. */
export async function prepareRun(
  { transport, run, simulator, signal, onProgress }: PrepareRunOptions,
  { namespaces, priorityClasses, stages, objects, nodes }: Foundations,
): Promise<void> {
  const total = namespaces.length + priorityClasses.length + stages.length + objects.length + nodes.length;
  let done = 0;
  const makeOne = async (path: string, object: NamedObject, mayExist = false): Promise<void> => {
    signal.throwIfAborted();
    // The signal does not cut a call off: what the API server has begun would appear after everything was removed.
    await createNew(transport, path, object, mayExist);
    done += 1;
    onProgress(done, total);
  };
  const make = (path: string, made: readonly object[]): Promise<void> =>
    inParallel(made, (object) => makeOne(path, object as NamedObject));
  await Promise.all([
    make('/api/v1/namespaces', namespaces),
    make('/apis/scheduling.k8s.io/v1/priorityclasses', priorityClasses),
    make(collectionPath(STAGES), stages),
  ]);
  // A claim that finds its volume at once is bound at once.
  const claims = objects.filter(isClaim);
  await inParallel(
    objects.filter((each) => !isClaim(each)),
    // A driver that the cluster has is the same driver.
    ({ path, body }) => makeOne(path, body, body.kind === 'CSIDriver'),
  );
  await inParallel(claims, ({ path, body }) => makeOne(path, body));
  await make('/api/v1/nodes', nodes);
  await Promise.all([
    ...namespaces.map(({ metadata }) => serviceAccount(transport, metadata.name, signal)),
    nodesReady({ transport, run, count: nodes.length, simulator, signal }),
    ...(claims.length > 0 ? [claimsBound(transport, run, signal)] : []),
  ]);
}

function isClaim({ body }: RunObjectCall): boolean {
  return body.kind === 'PersistentVolumeClaim';
}

/** Waits until the volume controller has bound every claim that it can bind. */
async function claimsBound(transport: Transport, run: string, signal: AbortSignal): Promise<void> {
  while (await areClaimsUnderWay(transport, run, Date.now()))
    await sleep(LOOK_EVERY_MS, undefined, { signal });
}

/** Does `work` on all items, some at a time. The first failure ends it. */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  atATime = IN_FLIGHT,
): Promise<void> {
  const left = items.values();
  const lane = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, lane));
}

/** The API server refuses pods until the controller manager has created the account that they run as. */
async function serviceAccount(transport: Transport, namespace: string, signal: AbortSignal): Promise<void> {
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
    throw new UserError(`namespace ${namespace} has no service account after 60 s`, {
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

async function createNew(
  transport: Transport,
  path: string,
  object: NamedObject,
  mayExist: boolean,
): Promise<void> {
  try {
    await create(transport, path, object);
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
    if (mayExist) return;
    const what = `${path.slice(path.lastIndexOf('/') + 1, -1)} "${object.metadata.name}"`;
    throw new UserError(`${what} exists already and does not belong to this run`, {
      next: 'kubectl keg cluster status lists the runs of keg; rename it in the scenario, or remove it',
      exitCode: 3,
    });
  }
}
