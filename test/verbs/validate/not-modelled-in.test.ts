/** `validate` warns of what the model lacks, in the words of a replay. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type ValidatedFile, validateFiles } from '../../../src/verbs/validate/validate-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from '../replay/replay-embedded.ts';

const NODES = 'cluster: {nodes: [{name: n, count: 2, template: {allocatable: {cpu: 4}}}]}\n';
const TEMPLATES = `templates:
  late: {spec: {topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, matchLabelKeys: [topology.kubernetes.io/zone], labelSelector: {}}], containers: [{}]}}
  other: {spec: {schedulerName: volcano, containers: [{}]}}
`;

async function warningsOf(t: ExecutionContext, text: string) {
  const file = join(temporaryFolder(t), 'a.yaml');
  writeFileSync(file, text);
  const results: ValidatedFile[] = [];
  for await (const result of validateFiles([file])) results.push(result);
  return { ...results[0]!, file };
}

test('validate warns of pods that the model lacks, with the count and the words of a replay', async (t) => {
  const { file, problems, warnings, errors } = await warningsOf(
    t,
    `${NODES}${TEMPLATES}duration: 1m
events:
  pods:
    - {name: p, arrivalTime: 1s, template: late}
    - {name: q, count: 3, arrivals: {type: constant, value: 1}, template: other, lifetime: 5s}
  workloads: [{at: 1s, kind: Deployment, name: w, replicas: 4, template: late}]
`,
  );
  const found = problems.filter(({ code }) => code === 'not-modelled' || code === 'no-profile');
  t.deepEqual(
    found.map(({ code, pods }) => [code, pods]),
    [
      ['not-modelled', 4],
      ['no-profile', 3],
    ],
  );
  t.deepEqual([errors, warnings], [0, problems.length]);
  const { figures } = await replayEmbedded({ file });
  t.deepEqual(
    figures.problems.filter(({ code }) => code === 'not-modelled' || code === 'no-profile'),
    found,
  );
});

test('a workload that never ends is looked at too', async (t) => {
  const { problems } = await warningsOf(
    t,
    `${NODES}${TEMPLATES}events: {workloads: [{at: 1s, kind: Deployment, name: w, lifetime: 1m, template: late}]}\n`,
  );
  t.true(problems.some(({ code }) => code === 'not-modelled'));
});

test('a plugin that is not modelled is a warning, in a later configuration too', async (t) => {
  const { problems } = await warningsOf(
    t,
    `${NODES}${TEMPLATES}events:
  scheduler: [{at: 1s, configuration: {plugins: {multiPoint: {enabled: [{name: GangScheduling}]}}}}]
  pods: [{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{}]}}}]
`,
  );
  t.regex(problems.map(({ message }) => message).join(), /plugin GangScheduling .*not modelled/);
});

test('a scenario of modelled pods has no such warning', async (t) => {
  const { problems } = await warningsOf(
    t,
    `${NODES}events: {pods: [{name: p, arrivalTime: 1s, podSpec: {spec: {containers: [{}]}}}]}\n`,
  );
  t.deepEqual(problems, []);
});
