/** Timers of Kubernetes' controllers hold the clock by their names, and only while one of them runs. */
import test from 'ava';
import type { Transport } from '../../../../src/kubernetes/transport.ts';
import { openTimers, type TimerFacts } from '../../../../src/targets/live/jumps/open-timers.ts';

const EVERYTHING: TimerFacts = {
  hasJobs: true,
  hasEvictions: true,
  hasFailingDaemons: true,
  hasClaims: false,
  hasJoins: true,
};

interface Cluster {
  readonly jobs?: readonly object[];
  readonly nodes?: readonly object[];
  readonly pods?: readonly object[];
}

async function open({ jobs = [], nodes = [], pods = [] }: Cluster, facts = EVERYTHING) {
  const asked: string[] = [];
  const call = async ({ path }: { readonly path: string }): Promise<object> => {
    asked.push(path);
    return { items: path.endsWith('jobs') ? jobs : path.endsWith('nodes') ? nodes : pods };
  };
  const names = await openTimers({ call } as unknown as Transport, 'r1', facts)();
  return { names, asked };
}

const over = { conditions: [{ type: 'Complete', status: 'True' }] };
const job = (spec: object, status: object = {}): object => ({ metadata: { name: 'j' }, spec, status });
const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
const node = (taint: object): object => ({
  metadata: { name: 'n', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: { taints: [taint] },
  status: ready,
});
const dedicated = { key: 'dedicated', value: 'x', effect: 'NoExecute' };
const pod = (spec: object, metadata: object = {}): object => ({ metadata: { name: 'p', ...metadata }, spec });

test('a Job with a deadline holds the clock until it is over', async (t) => {
  const spec = { activeDeadlineSeconds: 60 };
  t.deepEqual((await open({ jobs: [job(spec)] })).names, ['activeDeadlineSeconds']);
  t.deepEqual((await open({ jobs: [job(spec, over)] })).names, []);
});

test('a Job with a ttl holds the clock from its end until it is gone', async (t) => {
  const spec = { ttlSecondsAfterFinished: 60 };
  t.deepEqual((await open({ jobs: [job(spec)] })).names, []);
  t.deepEqual((await open({ jobs: [job(spec, over)] })).names, ['ttlSecondsAfterFinished']);
});

test('a taint holds the clock only while a pod tolerates it for some time', async (t) => {
  const nodes = [node(dedicated)];
  const forSome = { key: 'dedicated', operator: 'Exists', tolerationSeconds: 30 };
  const forEver = { key: 'dedicated', operator: 'Exists' };
  const unwell = { ...forSome, key: 'node.kubernetes.io/not-ready' };
  const names = async (...tolerations: readonly object[]): Promise<readonly string[]> =>
    (await open({ nodes, pods: [pod({ tolerations })] })).names;
  t.deepEqual(await names(forSome), ['tolerationSeconds']);
  t.deepEqual(await names(forEver, forSome), []);
  t.deepEqual(await names(unwell), []);
  t.deepEqual(
    (await open({ nodes, pods: [pod({ tolerations: [forSome] }, { deletionTimestamp: 'now' })] })).names,
    [],
  );
});

test('a failed pod of a DaemonSet holds the clock until its controller deletes it', async (t) => {
  const nodes = [node({ key: 'x', effect: 'NoSchedule' })];
  const owned = (kind: string): object => pod({}, { ownerReferences: [{ kind }] });
  t.deepEqual((await open({ nodes, pods: [owned('DaemonSet')] })).names, ['DaemonSet backoff']);
  t.deepEqual((await open({ nodes, pods: [owned('ReplicaSet')] })).names, []);
});

test('nothing is asked of the cluster where the play has no timers', async (t) => {
  const none = {
    hasJobs: false,
    hasEvictions: false,
    hasFailingDaemons: false,
    hasClaims: false,
    hasJoins: false,
  };
  t.deepEqual(await open({}, none), { names: [], asked: [] });
});
