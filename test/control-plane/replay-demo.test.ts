/** Plays the README's demo and a day of workloads on clusters with and without Stages, and checks that nothing stays behind. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Figures } from '../../src/core/measure/figures.ts';
import { FIXTURE, keg, ROOT } from '../cli/run-keg.ts';
import { AUDIT_POLICY, askedByKeg } from './audit-log.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './cluster/control-plane.ts';
import { plainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { type EndedReplay, kegOn, replay, startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

const WORKLOADS = join(ROOT, 'fixtures', 'deployment-scaling.yaml');
/** When the fixture drains worker-3. */
const ELEVEN_O_CLOCK = 11 * 3600 * 1e6;
/** A day takes 57.6 s at 1500x. */
const SPEED = '1500x';
const NO_STAGES =
  /^note: the cluster serves no Stage objects: .* ignore its phase delays; keg ends its lifetime$/m;

async function start(t: ExecutionContext, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const cluster = await startControlPlane(options);
  t.teardown(() => cluster.stop());
  return cluster;
}

async function assertNothingLeft(t: ExecutionContext, cluster: ControlPlane, nodes: string[]): Promise<void> {
  const api = plainApi(cluster);
  t.deepEqual(await kegObjects(api, { nodes }), []);
  t.deepEqual((await api.get('/api/v1/nodes')).body.items, []);
  await api.close();
}

/** The names that the scenario's `count`s give. */
const DEMO_NODES = ['g2-0', 'g2-1', 'g2-2', 't4-0', 't4-1', 't4-2', 't4-3', 't4-4', 'cpu-0', 'cpu-1'];

interface Demo extends EndedReplay {
  /** The number of pods of the play that the API server created. */
  readonly made: number;
}

async function playDemo(t: ExecutionContext, options: ControlPlaneOptions): Promise<Demo> {
  const cluster = await start(t, { ...options, auditPolicy: AUDIT_POLICY });
  const live = await replay(t, cluster, FIXTURE, '--speed', SPEED);
  await assertNothingLeft(t, cluster, DEMO_NODES);
  // The report reaches no cluster.
  const report = await kegOn(t, { kubeconfig: '/nowhere' }, ['report', live.recordingPath, '-o', 'json']);
  t.is(report.code, 0, report.stderr);
  t.deepEqual(
    JSON.parse(report.stdout),
    live.figures(),
    'the report of the recording equals the report of the replay',
  );
  const made = (await askedByKeg(cluster)).filter(
    ({ verb, objectRef, responseStatus }) =>
      verb === 'create' &&
      objectRef?.resource === 'pods' &&
      objectRef.name?.startsWith('probe-') !== true &&
      responseStatus?.code === 201,
  );
  return { ...live, made: made.length };
}

test.serial(
  'the demo plays to its end with and without Stages, and notes what it cannot honour',
  async (t) => {
    const [plain, staged, embedded] = await Promise.all([
      playDemo(t, {}),
      playDemo(t, { stages: true }),
      keg(['replay', FIXTURE, '-o', 'json']),
    ]);
    const expected = JSON.parse(embedded.stdout) as Figures;
    for (const live of [plain, staged]) {
      const { made } = live;
      const { pods, window, gaps, ignored, speed } = live.figures();
      t.log(
        live.stderr
          .split('\n')
          .filter((line) => /^probe/.test(line))
          .join(),
        JSON.stringify({ made, pods, speed }),
      );
      t.is(live.code, 0, live.stderr);
      t.notRegex(live.stderr, /refused|stopped at|fault/);
      t.regex(live.stderr, /^changed in pods: .*limits of alibabacloud\.com\/gpu-milli equal the requests/m);
      t.true(made + unsent(live) >= expected.pods.created, 'every pod was sent');
      t.true(made <= expected.pods.created);
      // On a busy machine the watch sees the events of the last moments too late.
      t.true(pods.created <= made && pods.created >= 0.97 * made, `${pods.created} of ${made} pods seen`);
      t.deepEqual(window, expected.window);
      t.deepEqual(gaps, { count: 0, total: 0 });
      t.deepEqual(ignored, expected.ignored, 'no impossible observation was made');
      t.is(speed.planned, 1500);
    }
    t.regex(plain.stderr, NO_STAGES);
    t.notRegex(staged.stderr, /^note:/m);
  },
);

/** The number of events that still waited for another call on the same object at the end of the day. A few on a busy machine. */
function unsent({ stderr }: EndedReplay): number {
  const [, count = 0] = /^warning: (\d+) events? (?:was|were) still waiting/m.exec(stderr) ?? [];
  return Number(count);
}

test.serial(
  'a day of workloads is played as workload objects, with a node drained and brought back',
  async (t) => {
    const cluster = await start(t, { stages: true });
    const api = plainApi(cluster);
    t.teardown(() => api.close());
    // A day takes 36 s.
    const running = startReplay(t, cluster, WORKLOADS, '--speed', '2400x', '--no-probe');
    const seen = await eventually(
      () => kegObjects(api),
      (objects) => objects.some((each) => each.startsWith('jobs ')),
      60,
    );
    for (const workload of ['daemonsets agent', 'deployments web', 'jobs nightly', 'statefulsets database']) {
      const [kind, name] = workload.split(' ');
      t.true(
        seen.some((each) => new RegExp(`^${kind} keg-\\w+-default/${name}$`).test(each)),
        workload,
      );
    }

    const live = await running.ended;
    t.is(live.code, 0, live.stderr);
    t.regex(
      live.stderr,
      /^note: workloads are created and scaled as objects: kube-controller-manager names their pods/m,
    );
    t.notRegex(live.stderr, /refused|\bfault/);
    const { observations, pods } = await live.recording();
    const created = [...pods.values()].map(({ created: each }) => each);
    const of = (group: string): number => created.filter((each) => each.group === group).length;
    const counts = Object.fromEntries(
      ['agent', 'database', 'web', 'nightly', 'broken'].map((each) => [each, of(each)]),
    );
    t.log(JSON.stringify(counts), JSON.stringify(live.figures().pods));
    t.true(
      counts.agent! >= 8 &&
        counts.database! >= 3 &&
        counts.web! >= 70 &&
        counts.nightly! >= 40 &&
        counts.broken! >= 1,
    );
    t.true(pods.has('default/database-0') && pods.has('default/database-2'));
    const drained = observations.flatMap((each) =>
      each.kind === 'node-changed' && each.taints !== undefined ? [each.taints.map(({ key }) => key)] : [],
    );
    t.deepEqual(drained, [['maintenance'], []]);
    const evicted = [...pods.values()].filter(
      ({ created: { group }, node, deleted = 0 }) =>
        group === 'agent' && node === 'worker-3' && deleted >= ELEVEN_O_CLOCK,
    );
    t.true(evicted.length > 0, 'a pod of a DaemonSet leaves its node only when it is evicted');
    t.is(live.figures().ignored.total, 0);
    await assertNothingLeft(t, cluster, []);
  },
);
