/** Fills a fake cluster with the objects of runs, for the tests of removal. */
import { setImmediate } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Transport } from '../../../../src/kubernetes/transport.ts';
import type { WallClock } from '../../../../src/kubernetes/wall-clock.ts';
import type { FakeObjects } from '../../../kubernetes/fake-objects.ts';
import { transportTo } from '../../../kubernetes/try-cluster.ts';

export const POD_KIND = '/api/v1/pods';

export const NODES = '/api/v1/nodes';

export const NAMESPACES = '/api/v1/namespaces';

export const STAGES = '/apis/kwok.x-k8s.io/v1alpha1/stages';

export const DEPLOYMENTS = '/apis/apps/v1/deployments';

export const REPLICA_SETS = '/apis/apps/v1/replicasets';

export const JOBS = '/apis/batch/v1/jobs';

export const PRIORITY_CLASSES = '/apis/scheduling.k8s.io/v1/priorityclasses';
export const RUNTIME_CLASSES = '/apis/node.k8s.io/v1/runtimeclasses';

const VOLUMES = '/api/v1/persistentvolumes';

export const R1 = { 'keg.dev/run': 'r1' };

/** Time passes by waiting alone: however busy the machine, patience lasts as long. */
export function transport(t: ExecutionContext, fake: FakeObjects): Promise<Transport> {
  let now = 0;
  const clock: WallClock = {
    now: () => now,
    async sleep(duration, signal) {
      now += duration;
      await setImmediate(undefined, { signal });
    },
  };
  return transportTo(t, { server: fake.server.url }, { clock });
}

/** One of everything for a run, in a namespace of its own. */
export function addRun(fake: FakeObjects, run: string): void {
  const labels = { 'keg.dev/run': run };
  const namespace = `keg-${run}`;
  fake.add(NAMESPACES, namespace, { labels });
  fake.add(NODES, `${run}-node`, { labels });
  fake.add(PRIORITY_CLASSES, `${run}-class`, { labels });
  fake.add(RUNTIME_CLASSES, `${run}-runtime`, { labels });
  fake.add(VOLUMES, `${run}-volume`, { labels });
  fake.add(STAGES, `${run}-stage`, { labels });
  fake.add(DEPLOYMENTS, `${run}-web`, { labels, namespace });
  fake.add(REPLICA_SETS, `${run}-web-1`, { labels, namespace, ownerReferences: [{ controller: true }] });
  fake.add(JOBS, `${run}-job`, { labels, namespace });
  fake.add(POD_KIND, `${run}-pod`, { labels, namespace });
}
