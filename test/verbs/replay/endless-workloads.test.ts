/** Workloads that create pods for ever: a duration that is given is not asked for, and a scenario made of them counts them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { keg } from '../../cli/run-keg.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { replay } from './written-day.ts';

function cronJob(t: ExecutionContext): string {
  const file = join(temporaryFolder(t), 'cron.yaml');
  writeFileSync(
    file,
    `apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {schedule: "0 * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c}]}}}}}
`,
  );
  return file;
}

test('a replay with a duration does not say that a CronJob needs one', async (t) => {
  const { warnings } = await replay(cronJob(t), { nodes: ['1:cpu=4'], duration: 2 * 3600e6 });
  t.true(warnings.some((warning) => warning.includes('is never done')));
  t.false(warnings.some((warning) => warning.includes('needs a duration')));
});

test('generate counts the workloads that it wrote', async (t) => {
  const file = cronJob(t);
  const { stdout, stderr } = await keg(['generate', file, '-o', join(temporaryFolder(t), 'made.yaml')]);
  t.regex(stdout, /\(1 workload\)\n$/, stderr);
});
