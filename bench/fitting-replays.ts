/** Measures how well a fit recovers the load on starts and the competing ends of a scenario, over hundreds of embedded replays. */
import { fitFamily } from '../src/core/fitting/fit-family.ts';
import { lifetimesUntil } from '../src/core/fitting/pods/cause-lifetimes.ts';
import { compareCauses } from '../src/core/fitting/pods/competing-ends.ts';
import { loadDependence, startLoads } from '../src/core/fitting/pods/load-dependence.ts';
import { collectHistory, type PodHistory } from '../src/core/fitting/pods/pod-history.ts';
import { templateBook } from '../src/core/recording/template-hash.ts';
import { loadScenario } from '../src/core/scenario/load-scenario.ts';
import { expandScenario } from '../src/core/timeline/expand-scenario.ts';
import { playEmbedded } from '../src/targets/embedded/play-embedded.ts';

const RUNS = Number(process.argv[2] ?? 200);
const WINDOW = 1800;

/** The pods of half an hour's replay, about 1,200 on two nodes. */
function replayed(entry: string, seed: number): readonly PodHistory[] {
  const { scenario } = loadScenario(
    `apiVersion: keg.dev/v1alpha1
kind: Scenario
cluster: {nodes: [{name: n, count: 2, template: {capacity: {cpu: 640, memory: 256Gi, pods: 5000}}}]}
templates:
  small: {spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}}
duration: ${WINDOW}s
events:
  pods:
    - {name: web, template: small, arrivals: {type: exponential, mean: 1500ms}, until: ${WINDOW}s, ${entry}}
`,
    'replays.yaml',
  );
  const collector = collectHistory();
  const observe = collector.observe;
  const { configuration, cycle, bind } = scenario!.scheduler;
  playEmbedded(
    {
      timeline: expandScenario(scenario!, seed),
      scheduler: { kubernetesVersion: '1.36', configuration, cycle, bind },
      seed,
      duration: scenario!.duration,
    },
    { observe, templateHash: templateBook(observe) },
  );
  return collector.history().pods;
}

function slopes(perStart: number): void {
  let [sum, covered, found] = [0, 0, 0];
  for (let seed = 0; seed < RUNS; seed += 1) {
    const phases = `phases: {started: {type: gamma, shape: 3, scale: 1s}, perStart: ${perStart}ms}`;
    const pods = replayed(`lifetime: 5m, end: succeeded, ${phases}`, seed);
    const load = loadDependence(pods, startLoads(pods))!;
    sum += load.perStart;
    if (Math.abs(load.perStart - perStart / 1000) <= 1.96 * load.standardError) covered += 1;
    if (load.isThere) found += 1;
  }
  console.log(
    `perStart ${perStart}ms: mean ${((1000 * sum) / RUNS).toFixed(1)}ms, covered ${share(covered)}, significant in ${share(found)}`,
  );
}

function causes(): void {
  const truths = {
    succeeded: { candidate: 'lognormal', written: 'mu: 5, sigma: 0.5', is: { mu: 5, sigma: 0.5 } },
    failed: {
      candidate: 'weibull',
      written: 'shape: 0.5, scale: 1500s',
      is: { shape: 0.5, scale: 1500 },
    },
  } as const;
  const ends = Object.entries(truths).map(
    ([end, { candidate, written }]) => `{end: ${end}, lifetime: {type: ${candidate}, ${written}}}`,
  );
  const tallies = new Map<string, { sum: number; covered: number }>();
  let found = 0;
  for (let seed = 0; seed < RUNS; seed += 1) {
    const pods = replayed(`ends: [${ends.join(', ')}]`, seed);
    if (compareCauses(pods)!.areDifferent) found += 1;
    for (const [cause, { candidate, is }] of Object.entries(truths) as [
      keyof typeof truths,
      (typeof truths)[keyof typeof truths],
    ][]) {
      const sample = lifetimesUntil(cause, pods, { window: WINDOW, resolution: 1e-6 });
      for (const { name, value, low, high } of fitFamily(candidate, sample)!.parameters) {
        const truth = (is as Readonly<Record<string, number>>)[name]!;
        const key = `${cause}, ${candidate} ${name} ${truth}`;
        const tally = tallies.get(key) ?? { sum: 0, covered: 0 };
        tallies.set(key, tally);
        tally.sum += value;
        if (low <= truth && truth <= high) tally.covered += 1;
      }
    }
  }
  for (const [key, { sum, covered }] of tallies)
    console.log(`${key}: mean ${(sum / RUNS).toPrecision(5)}, covered ${share(covered)}`);
  console.log(`causes of different ages: found in ${share(found)}`);
}

function weights(): void {
  let found = 0;
  for (let seed = 0; seed < RUNS; seed += 1) {
    const pods = replayed(
      'lifetime: {type: lognormal, mu: 5, sigma: 0.5}, end: {succeeded: 9, failed: 1}',
      seed,
    );
    if (compareCauses(pods)!.areDifferent) found += 1;
  }
  console.log(`ends by weight: found to differ in ${share(found)}, expected 1.0 %`);
}

function share(count: number): string {
  return `${((100 * count) / RUNS).toFixed(1)} %`;
}

for (const perStart of [0, 100, 400]) slopes(perStart);
causes();
weights();
