/** A new format is one object in the list: import recognises it, reads it and names it in its errors. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { ImportFormat } from '../../../src/core/importers/import-format.ts';
import { leftOut } from '../../../src/core/importers/import-format.ts';
import { IMPORT_FORMATS } from '../../../src/core/importers/import-formats.ts';
import { podFrom } from '../../../src/core/importers/objects/cluster-objects.ts';
import { pod } from '../../core/importers/history/kept-history.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported, ofKind } from './imported.ts';

/** One pod a line, `SECOND NAME`; a line without a name is left out. */
const TOY: ImportFormat = {
  name: 'toy',
  title: 'a toy',
  files: 'lists of pods',
  times: '1 s',
  missing: 'nodes',
  detect: ({ firstLine }) => firstLine === 'TOY',
  lookahead: 10,
  resolution: '1s',
  hasStamps: false,
  reading: {
    by: 'whole-files',
    open: async (history) => {
      let nameless = 0;
      return {
        take({ file, bytes }) {
          const [, ...lines] = new TextDecoder().decode(bytes).trim().split('\n');
          for (const line of lines) {
            const [second, name] = line.split(' ');
            if (name === undefined) nameless += 1;
            else history.pod(podFrom(pod(name), { file }), Number(second) * 1e6);
          }
        },
        end: () => (nameless === 0 ? [] : [leftOut(`${nameless} lines have no name`)]),
      };
    },
  },
};

function toyFile(t: ExecutionContext): string {
  const file = join(temporaryFolder(t), 'pods.toy');
  writeFileSync(file, 'TOY\n3 b\n1 a\n7\n');
  return file;
}

test('a format in the list is recognised, read in the order of time and named in the header', async (t) => {
  const { header, observations, result } = await imported(t, [toyFile(t)], {}, [...IMPORT_FORMATS, TOY]);
  t.like(header.source, { kind: 'import', from: 'toy' });
  t.is(header.clock.resolution, '1s');
  t.deepEqual(
    ofKind(observations, 'pod-created').map(({ at, name }) => [at, name]),
    [
      [0, 'a'],
      [2_000_000, 'b'],
    ],
  );
  const problems = [{ code: 'left-out', severity: 'warning', message: '1 lines have no name' }] as const;
  t.deepEqual(result.problems, problems);
  t.deepEqual(ofKind(observations, 'close')[0]?.problems, problems, 'and the recording holds them');
});

test('--from and the errors know a format by its name in the list', async (t) => {
  const file = toyFile(t);
  const { result } = await imported(t, [file], { from: 'toy' }, [TOY]);
  t.is(result.from, 'toy');
  const error = await t.throwsAsync(imported(t, [file]), {
    message: /^this is text, not a file that import/,
  });
  t.like(error, { exitCode: 2 });
  await t.throwsAsync(imported(t, [file], { from: 'other' }, [TOY]), {
    message: '--from other is no format',
  });
});
