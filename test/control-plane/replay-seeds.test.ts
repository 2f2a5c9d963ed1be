/** Plays the three-node scenarios of the original tool on a real control plane and on the embedded cluster, and compares placements. */

import type { ExecutionContext } from 'ava';
import { stringify } from 'yaml';
import type { Figures, ResourceFigures } from '../../src/core/measure/figures.ts';
import { embeddedTarget } from '../../src/targets/embedded/embedded-target.ts';
import type { OpenTarget } from '../../src/targets/target.ts';
import { loadPlay } from '../../src/verbs/replay/load-play.ts';
import { sizeOfRun } from '../property-runs.ts';
import { sharedPath, testWithShared as test } from '../shared.ts';
import { type EmbeddedReplay, replayEmbedded } from '../verbs/replay/replay-embedded.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './cluster/control-plane.ts';
import { plainApi } from './cluster/plain-api.ts';
import { kegObjects } from './keg-objects.ts';
import { type Recorded, replay } from './replay-command.ts';

const FOLDER = 'data/seeds/keg/legacy-2025-04';
/** A play takes 190 s at 1x. */
const SPEED = sizeOfRun('4x', '1x');
const NODES = ['node-1', 'node-2', 'node-3'];
/** The largest difference of utilisation between the two targets, as a share of it. */
const TOLERANCE = 0.01;

async function start(t: ExecutionContext, options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const cluster = await startControlPlane(options);
  t.teardown(() => cluster.stop());
  return cluster;
}

/** The scheduler settings of the scenario at its start, as the file that kube-scheduler reads. */
async function schedulerConfiguration(file: string): Promise<string> {
  const { play } = await loadPlay({ file });
  const weights = play.timeline.flatMap(({ at, action }) =>
    at === 0 && action.kind === 'change-scheduler' ? Object.entries(action.change.weights ?? {}) : [],
  );
  const enabled = weights.map(([name, weight]) => ({ name, weight }));
  return stringify({
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    profiles: [{ schedulerName: 'default-scheduler', plugins: { score: { enabled } } }],
  });
}

interface Placement {
  readonly pod: string;
  readonly node: string | null;
}

/** The decisions, in the order in which they were made. */
function placements(pods: Recorded['pods']): Placement[] {
  return [...pods.values()]
    .sort((left, right) => left.bound! - right.bound!)
    .map(({ created, node = null }) => ({ pod: created.name, node }));
}

interface Followed extends EmbeddedReplay {
  /** For each decision, the nodes with equal scores. */
  readonly ties: readonly (readonly string[])[];
}

/** Plays on the embedded cluster and settles each tie as it was recorded, so that a tie settled otherwise does not change later decisions. */
async function followed(file: string, recorded: readonly Placement[]): Promise<Followed> {
  const ties: (readonly string[])[] = [];
  const chooseNode = (best: readonly string[]): string | undefined => {
    const { node } = recorded[ties.length] ?? {};
    ties.push([...best].sort());
    return node ?? undefined;
  };
  const target: OpenTarget = {
    ...embeddedTarget,
    survey: (play, speed) =>
      embeddedTarget.survey({ ...play, scheduler: { ...play.scheduler, chooseNode } }, speed),
  };
  return { ...(await replayEmbedded({ file, keepObservations: true }, target)), ties };
}

function utilisations({ cluster, nodes }: Figures): [string, number][] {
  const of = (scope: string, resources: Readonly<Record<string, ResourceFigures>>): [string, number][] =>
    Object.entries(resources).map(([resource, { utilisation }]) => [
      `${scope} ${resource}`,
      utilisation ?? 0,
    ]);
  return [
    ...of('cluster', cluster.resources),
    ...[...nodes]
      .sort((left, right) => (left.node < right.node ? -1 : 1))
      .flatMap(({ node, resources }) => of(node, resources)),
  ];
}

async function compareTargets(t: ExecutionContext, scenario: string): Promise<void> {
  const file = sharedPath(`${FOLDER}/${scenario}.yaml`);
  const cluster = await start(t, { schedulerConfiguration: await schedulerConfiguration(file) });
  const live = await replay(t, cluster, file, '--ignore-scheduler-events', '--speed', SPEED);
  t.is(live.code, 0, live.stderr);
  const recorded = placements((await live.recording()).pods);
  const embedded = await followed(file, recorded);

  t.is(recorded.length, 6);
  t.is(embedded.ties.length, 6, 'a decision a pod');
  recorded.forEach(({ pod, node }, index) => {
    const best = embedded.ties[index]!;
    t.true(best.includes(node!), `${pod} went to ${node}, and best were ${best.join(', ')}`);
  });
  const contested = recorded.filter((_, index) => embedded.ties[index]!.length > 1);
  t.log(
    `${scenario}: ${recorded.map(({ pod, node }) => `${pod} → ${node}`).join(', ')}; ties: ${contested.map(({ pod }) => pod).join(', ') || 'none'}`,
  );

  const expected = utilisations(embedded.figures);
  const seen = new Map(utilisations(live.figures()));
  t.is(seen.size, expected.length);
  let worst = 0;
  for (const [what, utilisation] of expected) {
    const off = Math.abs(seen.get(what)! - utilisation) / utilisation;
    if (utilisation > 0) worst = Math.max(worst, off);
    t.true(
      utilisation === 0 ? seen.get(what) === 0 : off <= TOLERANCE,
      `${what}: ${seen.get(what)}, ${utilisation}`,
    );
  }
  t.log(`${scenario}: utilisation differs by ${(100 * worst).toFixed(2)} % at most`);
  const api = plainApi(cluster);
  t.teardown(() => api.close());
  t.deepEqual(await kegObjects(api, { nodes: NODES }), []);
}

test.serial('placements are those of the embedded cluster or ties, utilisation within 1 %', async (t) => {
  // In parallel, because each takes long.
  await Promise.all(
    ['scenario-static-weights', 'scenario-nrf_priority'].map((each) => compareTargets(t, each)),
  );
});

test.serial(
  'a scenario that changes weights while it runs is refused in one line with a next step',
  async (t) => {
    const cluster = await start(t);
    const file = sharedPath(`${FOLDER}/scenario-dynamic-weights.yaml`);
    const { code, stdout, stderr } = await replay(t, cluster, file, '--speed', '100x');
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(
      stderr,
      /^error: the scenario changes the scheduler \d times \(first at 0s\), and .*--ignore-scheduler-events\)$/m,
    );
    const api = plainApi(cluster);
    t.teardown(() => api.close());
    t.deepEqual(await kegObjects(api, { nodes: NODES }), []);
  },
);
