/** Files of manifests are played as one scenario, also the files of other projects as they are. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from './replay-embedded.ts';

const NODE =
  'kind: Node\napiVersion: v1\nmetadata: {name: n}\nstatus: {allocatable: {cpu: 4, memory: 8Gi}}\n';
const JOB = `kind: Job
apiVersion: batch/v1
metadata: {name: j}
spec: {completions: 3, parallelism: 3, template: {spec: {restartPolicy: Never, containers: [{command: [sleep, "10"]}]}}}
`;

test('nodes and Jobs of two files are one scenario', async (t) => {
  const folder = temporaryFolder(t);
  const [nodes, jobs] = [join(folder, 'nodes.yaml'), join(folder, 'jobs.yaml')];
  writeFileSync(nodes, NODE);
  writeFileSync(jobs, JOB);
  const { figures } = await replayEmbedded({ file: nodes, otherFiles: [jobs] });
  t.like(figures.pods, { created: 3, bound: 3, succeeded: 3 });
});

test('manifests without pods, and workloads that never have one, are refused', async (t) => {
  const folder = temporaryFolder(t);
  const [nodes, jobs] = [join(folder, 'nodes.yaml'), join(folder, 'jobs.yaml')];
  writeFileSync(nodes, NODE);
  writeFileSync(jobs, JOB.replace('parallelism: 3', 'parallelism: 0'));
  const alone = await t.throwsAsync(replayEmbedded({ file: nodes }), { instanceOf: UserError });
  t.is(alone?.message, 'the scenario contains nothing to play');
  t.regex(alone?.next ?? '', /name files with pods or workloads as well/);
  await t.throwsAsync(replayEmbedded({ file: nodes, otherFiles: [jobs] }), {
    instanceOf: UserError,
    message: /^there is nothing to play/,
  });
});

test('a scenario is played alone', async (t) => {
  const folder = temporaryFolder(t);
  const [scenario, nodes] = [join(folder, 'a.yaml'), join(folder, 'nodes.yaml')];
  writeFileSync(scenario, 'apiVersion: keg.dev/v1alpha1\nkind: Scenario\n');
  writeFileSync(nodes, NODE);
  await t.throwsAsync(replayEmbedded({ file: scenario, otherFiles: [nodes] }), {
    instanceOf: UserError,
    message: 'a scenario is played alone',
  });
  await t.throwsAsync(replayEmbedded({ file: nodes, otherFiles: [scenario] }), {
    instanceOf: UserError,
    message: 'this is a scenario, not a file of Kubernetes manifests',
  });
});

testWithShared('KubeSBS is played as it is: 1,067 pods on 100 nodes, most of them bound', async (t) => {
  const file = sharedPath('data/kubesbs/nodes-100.yaml');
  const { figures } = await replayEmbedded({ file, otherFiles: [sharedPath('data/kubesbs/pods-100.yaml')] });
  const { created, bound } = figures.pods;
  t.is(created, 1067);
  // The real kube-scheduler left 8 pods unbound when they were created in another order.
  t.true(created - bound <= 12, `${created - bound} pods stayed unbound`);
});

testWithShared('the Jobs of the KWOK toolkit end 10 s after their start, wrapped or not', async (t) => {
  const kwok = 'data/seeds/mcad-kwok';
  const jobs = [
    'stress-nomcadkwok-cpu-j-s/stress-nomcadkwok-cpu-j-s.yaml',
    'stress-mcad-cpu-j-s/stress-mcadkwok-cpu-j-s.yaml',
  ].map((file) => sharedPath(`${kwok}/stress-tests-kwok/${file}`));
  const { figures } = await replayEmbedded({ file: sharedPath(`${kwok}/node.yaml`), otherFiles: jobs });
  t.like(figures.pods, { created: 2, succeeded: 2 });
});
