/** An embedded run has the date that the command line gives it. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { EMBEDDED_TARGET } from '../../../src/targets/embedded/embedded.ts';
import { replayEmbedded } from '../../verbs/replay/replay-embedded.ts';

const FILE = 'fixtures/deployment-scaling.yaml';

test('--start is the start of the recording, and without it a run has no date', async (t) => {
  const dated = await EMBEDDED_TARGET.open({ start: '2026-03-01T09:00:00+01:00' });
  t.is(
    (await replayEmbedded({ file: FILE }, dated)).figures.recording.start,
    '2026-03-01T08:00:00.000000000Z',
  );
  const plain = await EMBEDDED_TARGET.open({});
  t.regex((await replayEmbedded({ file: FILE }, plain)).figures.recording.start, /^1970-01-01/);
});

test('a start that is no time is refused', async (t) => {
  await t.throwsAsync(EMBEDDED_TARGET.open({ start: 'tomorrow' }), {
    instanceOf: UserError,
    message: '--start tomorrow is not a time',
  });
});
