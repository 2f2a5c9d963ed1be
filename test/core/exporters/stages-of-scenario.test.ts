/** Stages that are written from a scenario are read back with the same delays. */
import test from 'ava';
import { parseAllDocuments } from 'yaml';
import { stagesOfScenario } from '../../../src/core/exporters/stages-of-scenario.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';
import { readStage, type Stage } from '../../../src/core/scenario/stages/stage.ts';
import { withStages } from '../../../src/core/scenario/stages/with-stages.ts';

const pod = (app: string) => `{metadata: {labels: {app: ${app}}}, spec: {containers: [{}]}}`;

const SCENARIO = `apiVersion: keg.dev/v1alpha1
kind: Scenario
duration: 1h
cluster: {nodes: [{name: n, template: {allocatable: {cpu: 4}}}]}
templates: {web: ${pod('web')}, job: ${pod('job')}, bare: {spec: {containers: [{}]}}}
events:
  pods:
    - {name: job, template: job, arrivals: {type: constant, value: 60s}, count: 3, lifetime: {type: uniform, min: 10s, max: 20s}, end: {succeeded: 3, failed: 1}, phases: {started: {type: lognormal, mu: 1, sigma: 0.5}, ready: 2s}}
    - {name: bare, template: bare, arrivalTime: 0s}
  workloads:
    - {at: 0s, kind: Deployment, name: web, template: web, phases: {started: 5s, terminated: {type: exponential, mean: 4s}}}
`;

function scenario(text = SCENARIO): Scenario {
  const { scenario: loaded, problems } = loadScenario(text, 's.yaml');
  if (!loaded) throw new Error(problems.map(({ message }) => message).join('\n'));
  return loaded;
}

function readBack(text: string): Stage[] {
  return parseAllDocuments(text).map((document) => {
    const read = readStage(document.toJS());
    if ('fault' in read) throw new Error(read.fault);
    return read.stage;
  });
}

test('every jitter is above its delay', (t) => {
  const stages = readBack(stagesOfScenario(scenario()).text);
  t.true(stages.length >= 7);
  for (const { spec } of stages)
    t.true(spec.delay!.jitterDurationMilliseconds! > spec.delay!.durationMilliseconds!);
});

test('the range of a delay has the mean and the spread of its distribution', (t) => {
  const delays = new Map(
    readBack(stagesOfScenario(scenario()).text).map(({ metadata, spec }) => [metadata.name, spec.delay!]),
  );
  const rangeOf = (name: string) => {
    const { durationMilliseconds, jitterDurationMilliseconds } = delays.get(name)!;
    return [durationMilliseconds!, jitterDurationMilliseconds!] as const;
  };
  t.deepEqual(rangeOf('web-start'), [5000, 5001]);
  t.deepEqual(rangeOf('job-succeed'), [10_000, 20_000]);
  const [low, high] = rangeOf('job-start');
  t.true(Math.abs((low + high) / 2 - 1000 * Math.exp(1.125)) < 20);
  // An exponential distribution has too much spread for an even range from 0 on.
  const [from, to] = rangeOf('web-gone');
  t.true(from === 0 && Math.abs(to - 8000) < 20);
});

test('the Stages are read back as the lives of the same pods', (t) => {
  const { scenario: staged } = withStages(scenario(), readBack(stagesOfScenario(scenario()).text), 'x');
  const [step] = staged.pods[0]!.kind === 'drawn' ? staged.pods[0]!.life!.run : [];
  t.is(step!.phase, 'Running');
  const [ready] = step!.next;
  t.true(ready!.isReady);
  t.deepEqual(
    ready!.next.map(({ phase, weight }) => [phase, weight]),
    [
      ['Succeeded', 750],
      ['Failed', 250],
    ],
  );
  t.true(staged.workloads[0]!.life!.deletion[0]!.isGone);
});

test('an entry without labels is named', (t) => {
  t.deepEqual(
    stagesOfScenario(scenario()).problems.map(({ message }) => message),
    ['"bare" gets no Stages: its pods have no labels, by which a Stage would find them'],
  );
});

test('a warning names each entry whose pods of a burst no longer run alike', (t) => {
  const alike = SCENARIO.replace('count: 3,', 'burst: {size: 4}, alike: {correlation: 0.5}, until: 30m,');
  const warnings = (text: string) =>
    stagesOfScenario(scenario(text)).problems.filter(({ message }) => message.includes('"alike"'));
  t.deepEqual(warnings(SCENARIO), []);
  const [warning, ...others] = warnings(alike);
  t.is(warning?.message, 'the Stages of "job" leave out "alike": KWOK draws the delay of each pod alone');
  t.truthy(warning?.position);
  t.deepEqual(others, []);
});
