/** `verify` reads a recording, chooses the version of the model, and ends with 1 below `--min-share`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { checkMinShare, parseMinShare } from '../../../src/verbs/verify/min-share.ts';
import { verifyRecording } from '../../../src/verbs/verify/verify-recording.ts';
import { newHistory } from '../../core/decisions/small-history.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Two pods: one on the best node, one on the worse of two. */
function recordingFile(t: ExecutionContext, source: object = {}, withPods = true): string {
  const history = newHistory();
  history.node('small', 4);
  history.node('large', 8);
  for (const [uid, node] of withPods
    ? ([
        ['p', 'large'],
        ['q', 'small'],
      ] as const)
    : []) {
    history.wait(60_000);
    history.create(uid, 1);
    history.wait(10);
    history.bind(uid, node);
    history.wait(60_000);
    history.remove(uid);
  }
  history.add({ kind: 'close' });
  const header = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Recording',
    source: { kind: 'cluster', kubernetes: 'v1.36.3', ...source },
    start: '2026-01-01T00:00:00Z',
    tool: { name: 'kubectl-keg', version: '0' },
    clock: { kind: 'monotonic', resolution: '1us' },
    redaction: 'none',
  };
  const path = join(temporaryFolder(t), 'run.keg.jsonl');
  writeFileSync(path, [header, ...history.observations].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

const REQUEST = { slack: 1_000_000, onProgress: () => {} };

test('a recording is compared with the version that its header names', async (t) => {
  const { verification, problems } = await verifyRecording({ file: recordingFile(t), ...REQUEST });
  t.is(verification.kubernetes, '1.36.3');
  t.like(verification.bindings, { decided: 2, best: 1, elsewhere: 1 });
  t.deepEqual(problems, []);
});

test('without a known version in the header, a warning names the version', async (t) => {
  for (const kubernetes of [undefined, 'v1.12.0']) {
    const { verification, problems } = await verifyRecording({
      file: recordingFile(t, { kubernetes }),
      ...REQUEST,
    });
    t.is(verification.kubernetes, '1.37');
    t.deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [['not-modelled', 'warning']],
    );
  }
});

test('--kubernetes-version replaces the version of the header', async (t) => {
  const file = recordingFile(t);
  const { verification } = await verifyRecording({ file, kubernetesVersion: '1.34', ...REQUEST });
  t.is(verification.kubernetes, '1.34');
  await t.throwsAsync(verifyRecording({ file, kubernetesVersion: '1.2', ...REQUEST }), {
    message: /1\.2 is not modelled/,
  });
});

test('a recording without a decision is an error', async (t) => {
  const file = recordingFile(t, {}, false);
  await t.throwsAsync(verifyRecording({ file, ...REQUEST }), {
    instanceOf: UserError,
    message: /contains no decision of a scheduler/,
  });
});

test('--min-share is a percentage, and ends with 1 if it is not reached', async (t) => {
  t.is(parseMinShare('99.9%'), 99.9);
  t.is(parseMinShare('50'), 50);
  for (const wrong of ['101%', 'half', '-1', ''])
    t.throws(() => parseMinShare(wrong), { instanceOf: UserError });
  const { verification } = await verifyRecording({ file: recordingFile(t), ...REQUEST });
  t.is(checkMinShare(verification, 50), undefined);
  const error = checkMinShare(verification, 99.9);
  t.is(error?.exitCode, 1);
  t.regex(error?.message ?? '', /^50\.00% of 2 bindings .* below --min-share 99\.9%$/);
});

test('--min-share ends with 1 if no binding can be compared', async (t) => {
  const { verification } = await verifyRecording({ file: recordingFile(t), ...REQUEST });
  const none = { ...verification, share: 1, bindings: { ...verification.bindings, decided: 0 } };
  const error = checkMinShare(none, 50);
  t.is(error?.exitCode, 1);
  t.regex(error?.message ?? '', /no binding of the recording can be compared/);
});
