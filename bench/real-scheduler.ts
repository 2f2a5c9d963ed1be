/** Compares the processor time that the model and a real kube-scheduler take for a pod, on 1,000 and 5,000 nodes. Needs the test control plane. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { GoMissingError } from '../test/control-plane/cluster/build.ts';
import { type ControlPlane, startControlPlane } from '../test/control-plane/cluster/control-plane.ts';
import { type PlainApi, plainApi } from '../test/control-plane/cluster/plain-api.ts';
import { costOfModel } from './real-scheduler/model.ts';
import {
  type BenchPod,
  benchNode,
  benchPods,
  fillers,
  WORKLOADS,
  type Workload,
} from './real-scheduler/workloads.ts';

const PODS = '/api/v1/namespaces/default/pods';
const AT_ONCE = 16;
/** Linux counts processor time in hundredths of a second. */
const TICK = 10_000;
const COUNT = 500;
/** Of the model. In the first one its code is compiled, which kube-scheduler's was before it started. */
const RUNS = 5;
/** The most that one workload may take. Milliseconds. */
const PATIENCE = 300_000;

const sizes = process.argv.slice(2).map(Number);

async function forAll<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const work = async () => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const object = ({ name, labels, spec }: BenchPod) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  // Admission sets the priority from its class.
  spec: { ...spec, priority: undefined, ...(spec.priority && { priorityClassName: 'high' }) },
});

/** Microseconds of user and system time, from /proc. */
function usedBy(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Waits until the process is idle. */
async function idle(pid: number): Promise<void> {
  for (let before = -1, now = usedBy(pid); now - before > 2 * TICK; now = usedBy(pid)) {
    before = now;
    await sleep(1500);
  }
}

async function create(api: PlainApi, pod: BenchPod): Promise<void> {
  const { status, body } = await api.post(PODS, object(pod));
  if (status !== 201) throw new Error(`pod ${pod.name}: ${status} ${JSON.stringify(body)}`);
}

async function remove(api: PlainApi, pods: readonly BenchPod[]): Promise<void> {
  await forAll(pods, ({ name }) => api.delete(`${PODS}/${name}?gracePeriodSeconds=0`));
}

/** @returns microseconds of the kube-scheduler's processor time for each pod, from its creation to its binding. */
async function costOfReal(api: PlainApi, pid: number, workload: Workload, nodes: number): Promise<number> {
  const others = workload.fills ? fillers(nodes) : [];
  await forAll(others, (pod) => create(api, pod));
  await idle(pid);
  const pods = benchPods(workload, COUNT);
  const end = performance.now() + PATIENCE;
  const before = usedBy(pid);
  await forAll(pods, (pod) => create(api, pod));
  const waiting = async () =>
    (await api.get(`${PODS}?fieldSelector=spec.nodeName%3D`)).body.items.length as number;
  while ((await waiting()) > 0) {
    if (performance.now() > end) throw new Error(`${workload.name}: pods still wait`);
    await sleep(250);
  }
  await idle(pid);
  const cost = (usedBy(pid) - before) / COUNT;
  await remove(api, [...pods, ...others]);
  await idle(pid);
  return cost;
}

async function compare(cluster: ControlPlane, api: PlainApi): Promise<void> {
  const pid = (await cluster.pids())['kube-scheduler'];
  if (pid === undefined) throw new Error('kube-scheduler does not run');
  await api.post('/apis/scheduling.k8s.io/v1/priorityclasses', {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high' },
    value: 100,
  });
  let made = 0;
  for (const nodes of sizes.length > 0 ? sizes : [1000, 5000]) {
    const added = Array.from({ length: nodes - made }, (_, i) => benchNode(made + i));
    await forAll(added, (node) => api.post('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', ...node }));
    made = nodes;
    for (const workload of WORKLOADS) {
      const real = await costOfReal(api, pid, workload, nodes);
      const runs = Array.from({ length: RUNS }, () => costOfModel(workload, nodes, COUNT));
      const [first] = runs;
      const median = runs.toSorted((one, other) => one - other)[RUNS >> 1]!;
      console.log(
        `${nodes} nodes, ${workload.name}: ${real.toFixed(0)} µs a pod in kube-scheduler, ` +
          `${median.toFixed(0)} µs in the model (${first!.toFixed(0)} the first time): ` +
          `${(real / median).toFixed(0)} times (${(real / first!).toFixed(0)})`,
      );
    }
  }
}

try {
  const cluster = await startControlPlane({
    noLimits: true,
    without: ['kube-controller-manager', 'kwok-controller'],
    extraArgs: {
      'kube-apiserver': {
        'disable-admission-plugins': 'ServiceAccount,TaintNodesByCondition,DefaultTolerationSeconds',
      },
    },
  });
  const api = plainApi(cluster, { timeout: 120_000 });
  try {
    await compare(cluster, api);
  } finally {
    await api.close();
    await cluster.stop();
  }
} catch (error) {
  if (!(error instanceof GoMissingError)) throw error;
  console.log(`real scheduler: left out: ${error.message}`);
}
