/** An error in the file of `--scheduler-config` names its line and column. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { openSchedulerConfiguration } from '../../src/storage/scheduler-configuration-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const HEAD = ['apiVersion: kubescheduler.config.k8s.io/v1', 'kind: KubeSchedulerConfiguration'];

async function refusal(t: ExecutionContext, ...lines: string[]): Promise<UserError> {
  const folder = await mkdtemp(join(tmpdir(), 'keg-'));
  const file = join(folder, 'scheduler.yaml');
  await writeFile(file, `${[...HEAD, ...lines].join('\n')}\n`);
  const error = await t.throwsAsync(async () => (await openSchedulerConfiguration(file)).check('1.37'), {
    instanceOf: UserError,
  });
  await rm(folder, { recursive: true });
  return error;
}

test('an unknown field is refused at its name', async (t) => {
  const error = await refusal(t, 'profiles:', '  - plugins:', '      scoore:', '        enabled: []');
  t.is(error.message, 'scheduler configuration: profiles[0].plugins.scoore: unknown field');
  t.is(error.next, 'did you mean score?');
  t.like(error.position, { line: 5, column: 7 });
});

test('a value out of range is refused at the value', async (t) => {
  const error = await refusal(t, 'parallelism: 0');
  t.is(
    error.message,
    'scheduler configuration: parallelism: Invalid value: 0: should be an integer value greater than zero',
  );
  t.like(error.position, { line: 3, column: 14 });
});

test('text that is not YAML is refused at the place of the mistake', async (t) => {
  const error = await refusal(t, 'profiles: [');
  t.is(error.position?.line, 4);
});

test('a file is checked against the release that is played', async (t) => {
  const file = join(temporaryFolder(t), 'scheduler.yaml');
  await writeFile(
    file,
    `${HEAD.join('\n')}\nprofiles:\n  - plugins: {multiPoint: {enabled: [{name: DeferredPodScheduling}]}}\n`,
  );
  const { check } = await openSchedulerConfiguration(file);
  t.notThrows(() => check('1.37'));
  const error = t.throws<UserError>(() => check('1.36.3'), { instanceOf: UserError });
  t.regex(error?.message ?? '', /kube-scheduler 1\.36 has no plugin DeferredPodScheduling/);
  t.is(error?.position?.line, 4);
});
