/** The pod and the recording of `explain` may stand in either order. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { podAndRecording } from '../../../src/verbs/explain/pod-and-recording.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

test('the word that is a recording is the recording, wherever it stands', async (t) => {
  const file = join(temporaryFolder(t), 'saved');
  writeFileSync(file, '');
  for (const recording of [file, '-', 'missing.keg.jsonl.gz', 'missing.jsonl']) {
    const both = { pod: 'shop/web-0', file: recording };
    t.deepEqual(await podAndRecording('shop/web-0', recording), both);
    t.deepEqual(await podAndRecording(recording, 'shop/web-0'), both);
  }
  t.deepEqual(await podAndRecording('web-0', 'web-1'), { pod: 'web-0', file: 'web-1' });
});
