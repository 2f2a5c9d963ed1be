/** A recording is shown at any time of it, forwards and back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { readView } from '../../../src/verbs/view/read-view.ts';
import { runLine } from '../../cli/run-line.ts';
import { replayEmbedded } from '../replay/replay-embedded.ts';

const folder = mkdtempSync(join(tmpdir(), 'keg-view-'));
const file = join(folder, 'run.keg.jsonl');

test.before('record a replay', async () => {
  await replayEmbedded({ file: 'fixtures/deployment-scaling.yaml', recording: file });
});

test.after.always(() => rmSync(folder, { recursive: true, force: true }));

test('going back shows what going forwards showed', async (t) => {
  const { player } = await readView(file, { speed: '60x' });
  const times = [0.1, 0.5, 0.9, 1].map((share) => share * player.end);
  const seen = (time: number) => {
    const { state } = player.at(time);
    return {
      at: state.at,
      counts: { ...state.counts },
      requested: [...state.requested],
      pods: [...state.pods.keys()],
    };
  };
  const forwards = times.map(seen);
  const back = times.toReversed().map(seen).toReversed();
  t.deepEqual(back, forwards);
  t.notDeepEqual(forwards[0]?.counts, forwards[3]?.counts);
});

test('a wrong speed, and a time after the end, are refused', async (t) => {
  await t.throwsAsync(readView(file, { speed: 'fast' }), {
    instanceOf: UserError,
    message: '--speed fast is not a speed',
  });
  await t.throwsAsync(readView(file, { speed: '1', at: '99999h' }), {
    instanceOf: UserError,
    message: '--at 99999h is after the end of the recording',
  });
  await t.throwsAsync(readView(file, { speed: '1', at: '2026-03-01T08:00:00Z' }), {
    instanceOf: UserError,
    message: '--at is a wall time, but the file has no date',
  });
});

test.serial('where there is no terminal it prints the cluster at one moment', async (t) => {
  const { stdout, code } = await runLine(['view', file, '--at', '1m']);
  t.is(code, 0);
  t.regex(stdout, /^deployment-scaling: replay on embedded/);
  t.regex(stdout, /\n1m of /);
  t.regex(stdout, /\nNODE +PODS +CPU/);
});

test.serial('for Prometheus alone it plays to the end and ends', async (t) => {
  const { stderr, code } = await runLine(['view', file, '--metrics-port', '0', '--speed', '1000000x']);
  t.is(code, 0);
  t.regex(stderr, /^metrics: http:\/\/127\.0\.0\.1:\d+\/metrics$/m);
});
