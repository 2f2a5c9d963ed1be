/** The toolkit of MCAD for KWOK: its Stage, node and Job files give the totals that its guide prints. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replayEmbedded } from './replay-embedded.ts';

const KWOK = 'data/seeds/mcad-kwok';
const JOB = `${KWOK}/stress-tests-kwok/stress-nomcadkwok-cpu-j-s/stress-nomcadkwok-cpu-j-s.yaml`;
/** Jobs and the seconds until all are complete, on KWOK without MCAD (the guide of the toolkit). */
const TOTALS: readonly (readonly [jobs: number, seconds: number])[] = [
  [1, 23],
  [10, 23],
  [20, 25],
  [50, 31],
  [75, 36],
  [100, 40],
];
/** The script applies one Job after the other, which takes it 0.17 s each. */
const APPLY = 170_000;
/** The Job controller writes the completion after this time (syncJobBatchPeriod of pkg/controller/job). */
const JOB_CONTROLLER = 1_000_000;

/** Copies of the Job with numbers, as the script makes them. */
function copies(t: ExecutionContext, count: number): string {
  const job = readFileSync(sharedPath(JOB), 'utf8');
  const file = join(temporaryFolder(t), 'jobs.yaml');
  const numbered = Array.from({ length: count }, (_, index) => job.replaceAll('short-0', `short-${index}`));
  writeFileSync(file, numbered.join('---\n'));
  return file;
}

for (const [jobs, seconds] of TOTALS) {
  testWithShared(`${jobs} Jobs of 10 s are complete after ${seconds} s, within a second`, async (t) => {
    const { figures } = await replayEmbedded({
      file: sharedPath(`${KWOK}/node.yaml`),
      otherFiles: [copies(t, jobs)],
      stages: [sharedPath(`${KWOK}/kwok.yaml`)],
      applyEvery: APPLY,
    });
    t.like(figures.jobs, { count: jobs, complete: jobs });
    // The first creation is at 0s, and the script's clock starts one apply before it. It polls every second.
    const total = Math.ceil((APPLY + figures.jobs!.makespan.duration + JOB_CONTROLLER) / 1e6);
    t.true(Math.abs(total - seconds) <= 1, `${total} s`);
  });
}

testWithShared('the start of a pod takes from 10.1 to 11.5 s, as its two Stages say', async (t) => {
  const { figures } = await replayEmbedded({
    file: sharedPath(`${KWOK}/node.yaml`),
    otherFiles: [copies(t, 100)],
    stages: [sharedPath(`${KWOK}/kwok.yaml`)],
  });
  const { p50, max } = figures.phases.boundToStarted;
  t.true(p50! > 10.5e6 && p50! < 11.1e6, String(p50));
  t.true(max! < 11.5e6, String(max));
});

test('a file without a Stage is refused', async (t) => {
  const folder = temporaryFolder(t);
  const [nodes, stages] = [join(folder, 'nodes.yaml'), join(folder, 'stages.yaml')];
  writeFileSync(nodes, 'kind: Node\napiVersion: v1\nmetadata: {name: n}\nstatus: {allocatable: {cpu: 1}}\n');
  writeFileSync(stages, 'kind: Metric\napiVersion: kwok.x-k8s.io/v1alpha1\n');
  const job = join(folder, 'job.yaml');
  writeFileSync(job, 'kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {containers: [{}]}\n');
  await t.throwsAsync(replayEmbedded({ file: nodes, otherFiles: [job], stages: [stages] }), {
    instanceOf: UserError,
    message: 'this file has no Stage of KWOK',
  });
});

// Only at night: the mean wait of so full a queue is known within 3 % after 860,000 jobs.
if (process.env.KEG_PROPERTY_RUNS === 'nightly') {
  testWithShared('four GPU nodes wait as an M/M/4 queue does, within 3 %', async (t) => {
    const file = sharedPath('cases/takeover/mm4.yaml');
    const waits: number[] = [];
    for (let seed = 1; seed <= 43; seed += 1) {
      const { figures } = await replayEmbedded({ file, seed });
      waits.push(figures.waiting.mean ?? 0);
    }
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 1e6;
    // Erlang C with an arrival each 36 s and jobs of 132 s.
    t.true(Math.abs(mean / 325.4 - 1) < 0.03, `mean wait ${mean} s`);
  });
}
