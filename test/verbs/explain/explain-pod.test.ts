/** `explain` says which pod it did not find, and which of several it explains. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { explainPod } from '../../../src/verbs/explain/explain-pod.ts';
import { newHistory } from '../../core/decisions/small-history.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

function recordingFile(t: ExecutionContext): string {
  const history = newHistory();
  history.node('a', 8);
  const pods = [
    ['u1', 'web', 'shop'],
    ['u2', 'web', 'shop'],
    ['u3', 'db', 'shop'],
    ['u4', 'db', 'lab'],
  ] as const;
  for (const [uid, name, namespace] of pods) {
    history.wait(1000);
    history.create(uid, 1, {}, { name, namespace });
    history.wait(1000);
    history.bind(uid, 'a');
    history.remove(uid);
  }
  history.add({ kind: 'close' });
  const header = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'cluster', kubernetes: '1.37' },
    start: '2026-01-01T00:00:00Z',
    tool: { name: 'kubectl-keg', version: '0' },
    clock: { kind: 'monotonic', resolution: '1us' },
    redaction: 'none',
  };
  const path = join(temporaryFolder(t), 'run.keg.jsonl');
  writeFileSync(path, [header, ...history.observations].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

const onProgress = () => {};

test('a warning says that a name belongs to several pods, and how to choose', async (t) => {
  const { explanation, problems } = await explainPod({ file: recordingFile(t), pod: 'web', onProgress });
  t.is(explanation.uid, 'u2');
  t.regex(problems[0]?.message ?? '', /^2 pods of this name/);
  const first = await explainPod({ file: recordingFile(t), pod: 'u1', onProgress });
  t.is(first.explanation.uid, 'u1');
  t.deepEqual(first.problems, []);
});

test('a name in several namespaces is an error that lists them', async (t) => {
  await t.throwsAsync(explainPod({ file: recordingFile(t), pod: 'db', onProgress }), {
    message: '2 namespaces have a pod db: shop/db, lab/db',
  });
  t.is((await explainPod({ file: recordingFile(t), pod: 'lab/db', onProgress })).explanation.uid, 'u4');
});

test('a pod that is not in the recording, or not at that time, is an error', async (t) => {
  const file = recordingFile(t);
  await t.throwsAsync(explainPod({ file, pod: 'none', onProgress }), {
    message: 'the recording contains no pod none',
  });
  await t.throwsAsync(explainPod({ file, pod: 'lab/db', at: 0, onProgress }), {
    message: 'pod lab/db does not exist at that time',
  });
  await t.throwsAsync(explainPod({ file, pod: 'u1', at: 5_500_000, onProgress }), {
    message: 'pod u1 does not exist at that time',
  });
});
