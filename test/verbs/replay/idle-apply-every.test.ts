/** `--apply-every` spreads the objects of manifests, and says that it changes nothing else. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../../temporary-folder.ts';
import { FIXTURE, life, node, replay, template, written } from './written-day.ts';

const idle = (warnings: readonly string[]): readonly string[] =>
  warnings.filter((warning) => warning.includes('--apply-every'));

test('--apply-every says that a scenario and a recording have their own times', async (t) => {
  const recording = written(t, [node('a'), template('1'), ...life('x', '1', 1, 2, 'a')]);
  for (const [file, role] of [
    [FIXTURE, 'scenario'],
    [recording, 'recording'],
  ] as const) {
    const { warnings } = await replay(file, { applyEvery: 1e6 });
    t.deepEqual(idle(warnings), [
      `warning: --apply-every has no effect on a ${role}, which has its own times (leave it out: it is for files of Kubernetes manifests)`,
    ]);
    t.deepEqual(idle((await replay(file)).warnings), []);
  }
});

test('--apply-every says nothing of manifests', async (t) => {
  const file = join(temporaryFolder(t), 'pod.yaml');
  const pod = 'kind: Pod\napiVersion: v1\nmetadata: {name: p}\nspec: {containers: [{name: c}]}\n';
  writeFileSync(file, pod);
  t.deepEqual(idle((await replay(file, { applyEvery: 1e6, nodes: ['1:cpu=1'] })).warnings), []);
});
