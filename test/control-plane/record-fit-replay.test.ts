/** Records and fits a live cluster, plays the fitted scenario on it, records and fits again, and compares the parameters. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { fitFamily } from '../../src/core/fitting/fit-family.ts';
import type { Quantity, QuantityFit } from '../../src/core/fitting/pods/fit-group.ts';
import type { RecordingFit } from '../../src/render/fit/recording-fit.ts';
import { fitRecording } from '../../src/verbs/fit/fit-recording.ts';
import { sizeOfRun } from '../property-runs.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ControlPlane } from './cluster/control-plane.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { clusterOfFile } from './ready-cluster.ts';
import { kegOn, startReplay } from './replay-command.ts';
import { eventually } from './workload.ts';

/**
 * The seed of the first play. The fitted scenario is played with another seed. So the only chance left is how busy the machine is.
 * docs/explanation/fitting.md has the results of many seeds; with this seed no difference is above 1.6 standard errors.
 */
const SEED = Number(process.env.KEG_TEST_SEED ?? 5);
/** The number of round trips, each with the next seed. */
const TRIPS = Number(process.env.KEG_TRIPS ?? 1);

/** Seconds of each play. */
const LENGTH = sizeOfRun(30, 50);

/** Two groups whose arrivals, delays, lifetimes and ends all differ. */
const TRUTH = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: truth}
duration: ${LENGTH}s
cluster: {nodes: [{name: worker, count: 6, template: {allocatable: {cpu: 64, memory: 256Gi, pods: 500}}}]}
templates:
  web: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m, memory: 1Gi}}}]}}
  task: {spec: {containers: [{name: main, resources: {requests: {cpu: 500m, memory: 1Gi}}}]}}
events:
  pods:
    - name: web
      template: web
      arrivals: {type: exponential, mean: 150ms}
      until: ${LENGTH}s
      lifetime: {type: weibull, shape: 1.5, scale: 8s}
      phases: {started: {type: gamma, shape: 4, scale: 300ms}, ready: {type: lognormal, median: 1s, sigma: 0.5}}
      end: deleted
    - name: task
      template: task
      arrivals: {type: gamma, shape: 2, scale: 100ms}
      until: ${LENGTH}s
      lifetime: {type: lognormal, median: 5s, sigma: 0.7}
      phases: {started: {type: lognormal, median: 1200ms, sigma: 0.4}, ready: {type: weibull, shape: 2, scale: 1s}}
      end: {succeeded: 4, failed: 1}
`;

/** The first play is recorded between these seconds after its start: some pods began before, and some are finished. */
const FIRST = { from: 9, to: LENGTH - 5 };
/** Seconds. The removal of pods at the end of the second play must not be recorded. */
const MARGIN = 2;

/** A fitted quantity that is written into the scenario, and the group and quantity where a play of it shows it. */
const QUANTITIES: readonly (readonly [Quantity, group: string, Quantity])[] = [
  ['arrivals', '', 'arrivals'],
  ['lifetime', '', 'lifetime'],
  ['started', '', 'started'],
  ['ready', '', 'ready'],
  ['running', '-before', 'lifetime'],
];

let cluster: ControlPlane;
let api: PlainApi;

test.before(async () => {
  ({ cluster, api } = await clusterOfFile({ stages: true, noLimits: true }));
});

/** Plays a scenario and records the cluster during the play, as two users would. */
async function recordReplay(
  t: ExecutionContext,
  scenario: string,
  { from, to }: { readonly from: number; readonly to: number },
  ...flags: readonly string[]
): Promise<string> {
  const file = join(temporaryFolder(t), 'live.keg.jsonl.gz');
  const playing = startReplay(t, cluster, scenario, '--no-probe', ...flags);
  await eventually(
    () => api.get('/api/v1/pods?limit=1'),
    ({ body }) => body.items?.length > 0,
  );
  const until = new Date(Date.now() + to * 1000).toISOString();
  await sleep(from * 1000);
  const recorded = await kegOn(t, cluster, [
    'record',
    '-o',
    file,
    '-A',
    '--keep-names',
    '--fit',
    '--until',
    until,
  ]);
  t.is(recorded.code, 0, recorded.stderr);
  const played = await playing.ended;
  t.is(played.code, 0, played.stderr);
  t.log(recorded.stdout);
  return file;
}

function fitOf(recording: string): Promise<RecordingFit> {
  return fitRecording({ recordings: [recording], scenario: undefined, force: false, seed: 1 });
}

function fitted({ groups }: RecordingFit, name: string, quantity: Quantity): QuantityFit {
  const group = groups.find((each) => each.group.name === name);
  const found = group?.fits.find((each) => each.quantity === quantity);
  if (found === undefined) throw new Error(`nothing was fitted to the ${quantity} of ${name}`);
  return found;
}

/** One parameter of one group, estimated twice. */
interface Twice {
  /** The group and the quantity, without the family. */
  readonly quantity: string;
  readonly text: string;
  /** The difference in standard errors of the difference. */
  readonly apart: number;
  /** The same in standard errors of the second estimate alone. The first estimate was played, so this shows how estimates scatter. */
  readonly scattered: number;
}

/** The second sample may fit another family best. Parameters are compared within the family that was played. */
function compare(before: RecordingFit, after: RecordingFit): Twice[] {
  return ['web', 'task'].flatMap((name) =>
    QUANTITIES.flatMap(([quantity, suffix, shown]) => {
      const { best } = fitted(before, name, quantity).choice;
      if (best === undefined) throw new Error(`no family was fitted to the ${quantity} of ${name}`);
      const again = fitFamily(best.candidate, fitted(after, name + suffix, shown).sample)?.parameters;
      return best.parameters.map((one, index): Twice => {
        const what = `${name} ${quantity}, ${best.candidate}: ${one.name} ${one.value.toPrecision(4)}`;
        const other = again?.[index];
        const quantityOfGroup = `${name} ${quantity}`;
        if (other === undefined)
          return {
            quantity: quantityOfGroup,
            text: `${what}, then none`,
            apart: Number.POSITIVE_INFINITY,
            scattered: Number.POSITIVE_INFINITY,
          };
        const difference = other.value - one.value;
        const apart = difference / Math.hypot(one.standardError, other.standardError);
        return {
          quantity: quantityOfGroup,
          text: `${what}, then ${other.value.toPrecision(4)}, ${apart.toFixed(2)} standard errors apart`,
          apart,
          scattered: difference / other.standardError,
        };
      });
    }),
  );
}

async function roundTrip(t: ExecutionContext, seed: number): Promise<Twice[]> {
  const folder = temporaryFolder(t);
  const [truth, scenario, generated] = ['truth', 'fitted', 'generated'].map((name) =>
    join(folder, `${name}.yaml`),
  ) as [string, string, string];
  writeFileSync(truth, TRUTH);
  const first = await recordReplay(t, truth, FIRST, '--seed', String(seed));
  // About 180 pods scatter by 7 %, so the default gate would be missed by chance in some recordings.
  const fitted = await kegOn(t, cluster, ['fit', first, '-o', scenario, '--gate', '0.8:1.25']);
  t.is(fitted.code, 0, fitted.stdout);
  t.is((await kegOn(t, cluster, ['generate', scenario, '--seed', `10${seed}`, '-o', generated])).code, 0);
  const before = await fitOf(first);
  const after = await fitOf(await recordReplay(t, generated, { from: 0, to: before.window - MARGIN }));
  t.deepEqual(before.groups.map(({ group }) => group.name).sort(), ['task', 'web']);
  // Pods that were there before may be written in several entries.
  const names = after.groups.map(({ group }) => group.name.replace(/-before-\d+$/, '-before'));
  t.deepEqual([...new Set(names)].sort(), ['task', 'task-before', 'web', 'web-before']);
  for (const { groups } of [before, after])
    t.false(
      groups.find(({ group }) => group.name === 'task')!.ends.has('deleted'),
      'no removal was recorded',
    );
  const compared = compare(before, after);
  for (const { text } of compared) t.log(text);
  t.true(compared.length >= 14);
  return compared;
}

const isOutside = ({ apart }: Twice): boolean => !(Math.abs(apart) <= 2);

/** Chance or a busy machine can put a parameter outside once. Another trip with other draws then decides. */
test.serial(
  'record, fit, generate, replay, record, fit: parameters agree within two standard errors',
  async (t) => {
    const trips = [await roundTrip(t, SEED)];
    for (let trip = 1; trip < TRIPS; trip += 1) trips.push(await roundTrip(t, SEED + trip));
    const all = trips.flat();
    const outside = all.filter(isOutside);
    const scattered = all.filter(({ scattered }) => !(Math.abs(scattered) <= 2));
    t.log(
      `of ${all.length} parameters, ${outside.length} differ by more than two standard errors of the difference, ${scattered.length} by more than two of the second estimate`,
    );
    if (TRIPS > 1) return t.true(outside.length <= 0.05 * all.length);
    if (outside.length === 0) return t.pass();
    t.true(outside.length <= 2, outside.map(({ text }) => text).join('\n'));
    const twice = (await roundTrip(t, SEED + 1)).filter(isOutside);
    const both = twice.filter(({ quantity }) => outside.some((each) => each.quantity === quantity));
    t.deepEqual(both, []);
    t.true(twice.length <= 2, twice.map(({ text }) => text).join('\n'));
  },
);
