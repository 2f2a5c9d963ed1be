/** Compares the speed that a replay reports with clocks that are not its own. */
import test, { type ExecutionContext } from 'ava';
import { sizeOfRun } from '../property-runs.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { replay, startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

const SPEED = 10;
const MINUTES = sizeOfRun(3, 10);
/** One pod a second. The last comes at the last minute, to the microsecond. */
const TIMED_PLAY = `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: ten-minutes}
cluster: {nodes: [{name: timed, count: 3, template: {allocatable: {cpu: 8, memory: 32Gi}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
events:
  pods:
    - {name: first, template: small, arrivalTime: 0s, lifetime: 20s}
    - {name: p, template: small, arrivals: {type: constant, value: 1s}, count: ${MINUTES * 60 - 1}, lifetime: 20s}
    - {name: last, template: small, arrivalTime: ${MINUTES}m, lifetime: 1s}
`;

let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile({ stages: true }));
});

/** When the pod existed, in seconds of the clock of this process. */
async function appearance(pattern: RegExp): Promise<number> {
  await eventually(
    () => api.get('/api/v1/pods'),
    ({ body }) =>
      (body.items as { metadata: { name: string } }[]).some(({ metadata }) => pattern.test(metadata.name)),
    120,
  );
  return performance.now() / 1000;
}

function within(t: ExecutionContext, actual: number, planned: number, share: number, what: string): void {
  t.true(Math.abs(actual - planned) <= share * planned, `${what}: ${actual}, planned ${planned}`);
}

test.serial(
  'minutes at 10x take a tenth of them: by the report, the recording and another clock',
  async (t) => {
    const running = startReplay(
      t,
      cluster,
      TIMED_PLAY,
      '--speed',
      `${SPEED}x`,
      '--no-probe',
      '--max-lag',
      '1m',
    );
    const from = await appearance(/^first$/);
    const lasted = (await appearance(/^last$/)) - from;
    const live = await running.ended;
    t.is(live.code, 0, live.stderr);
    const { speed, pods } = live.figures();
    t.is(pods.created, MINUTES * 60 + 1);
    t.is(speed.planned, SPEED);
    within(t, speed.achieved!, SPEED, 0.005, 'achieved speed');
    const last = (await live.recording()).pods.get('default/last')!;
    // What a watch sees includes the time of the API server and of a busy machine.
    within(t, last.created.at / 1e6, MINUTES * 60, 0.03, 'the last pod, in scenario time');
    within(t, lasted, (MINUTES * 60) / SPEED, 0.03, 'from the first pod to the last, on the wall');
    t.log(
      `achieved ${speed.achieved}x; last pod at ${last.created.at / 1e6} s; ${lasted.toFixed(2)} s on the wall; lag ${JSON.stringify(speed.lag)}, limited by ${speed.limitedBy}, answers ${JSON.stringify(speed.answers)}`,
    );
    t.deepEqual(await kegObjects(api, { nodes: ['timed-0', 'timed-1', 'timed-2'] }), []);
  },
);

test.serial('--max-lag turns lateness into exit code 1, after the report', async (t) => {
  const brief = TIMED_PLAY.replace(`count: ${MINUTES * 60 - 1}`, 'count: 20').replace(
    `arrivalTime: ${MINUTES}m`,
    'arrivalTime: 21s',
  );
  const late = await replay(t, cluster, brief, '--speed', `${SPEED}x`, '--no-probe', '--max-lag', '1us');
  t.is(late.code, 1);
  t.is(late.figures().pods.created, 22);
  t.regex(
    late.stderr,
    /^error: late: the injection lag has a p99 of \S+, above --max-lag \S+ \(max \S+, n \d+\).*$/m,
  );
  t.deepEqual(await kegObjects(api), []);
});

test.serial('the speed that keg advises beyond what the cluster sustains is held within 10 %', async (t) => {
  const scenarioFor = (speed: number): string => `
apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: advised}
duration: ${Math.ceil(5 * speed)}s
cluster: {nodes: [{name: advised, count: 20, template: {allocatable: {cpu: 64, memory: 256Gi, pods: 250}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
events:
  pods:
    - {name: p, template: small, arrivals: {type: constant, value: 1s}, until: ${Math.ceil(5 * speed)}s, lifetime: 1m}
`;
  const beyond = await replay(t, cluster, scenarioFor(5000), '--speed', '5000x');
  const [, advised = ''] = /\(--speed (\S+)x holds: /.exec(beyond.stderr) ?? [];
  t.true(Number(advised) > 0, beyond.stderr);
  const kept = await replay(t, cluster, scenarioFor(Number(advised)), '--speed', `${advised}x`);
  within(t, kept.figures().speed.achieved!, Number(advised), 0.1, 'achieved of the advised speed');
  t.log(`${/probe: .*/.exec(beyond.stderr)?.[0]}; at ${advised}x ${kept.figures().speed.achieved}x`);
});
