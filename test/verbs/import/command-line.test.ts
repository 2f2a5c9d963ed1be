/** `kubectl keg import` on the command line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { keg } from '../../cli/run-keg.ts';
import { node, pod } from '../../core/importers/history/kept-history.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const RUNNING = pod('web-0', {
  metadata: { creationTimestamp: '2025-01-01T00:00:00Z' },
  spec: { nodeName: 'worker' },
  status: { phase: 'Running' },
});

function dumped(folder: string): void {
  writeFileSync(join(folder, 'now.json'), JSON.stringify({ kind: 'List', items: [node('worker'), RUNNING] }));
}

test('a dump is imported, reported and replayed', async (t) => {
  const folder = temporaryFolder(t);
  dumped(folder);
  const imported = await keg(
    ['import', 'now.json', '-o', 'now.keg.jsonl', '--keep-names', '--moment', '2025-01-01T01:00:00Z'],
    { folder },
  );
  t.is(imported.code, 0);
  t.is(imported.stderr, '');
  t.regex(imported.stdout, /^dump: 1s from 2025-01-01T01:00:00/);
  t.regex(imported.stdout, /1 pod: 1 bound/);
  const report = await keg(['report', 'now.keg.jsonl', '--by', 'node'], { folder });
  t.regex(report.stdout, /^worker +2\.5% /m);
  t.regex(report.stdout, /1 older than the recording/);
  const replay = await keg(['replay', 'now.keg.jsonl', '--pin', '--duration', '1h'], { folder });
  t.is(replay.code, 0);
  t.regex(
    replay.stdout,
    /AGAINST THE RECORDING \(placements pinned.*\nUsed area +cpu 0\.0%, pods 0\.0%\nPlacements +1 equal\n/,
  );
});

test('names are pseudonyms without --keep-names, and the output states it', async (t) => {
  const folder = temporaryFolder(t);
  dumped(folder);
  const { stdout } = await keg(['import', 'now.json', '-o', 'now.keg.jsonl', '--pseudonymise', 'x'], {
    folder,
  });
  t.regex(stdout, /names are pseudonyms: --keep-names keeps them/);
  const report = await keg(['report', 'now.keg.jsonl', '--by', 'node'], { folder });
  t.notRegex(report.stdout, /worker/);
});

for (const [args, message] of [
  [['import', 'none.json', '-o', 'x.keg.jsonl'], /^error: there is no file none\.json/],
  [['import', 'now.json'], /^error: .*output/],
  [['import', 'now.json', '-o', 'x', '--moment', 'noon'], /^error: --moment noon is not a time/],
  [['import', 'now.json', '-o', 'x', '--keep-names', '--pseudonymise', 'x'], /contradict each other/],
  [['import', 'now.json', '-o', 'now.json'], /^error: now\.json is an input of this command/],
  [['import', 'now.json', '-o', 'x', '--from', 'openb'], /^error: /],
] as const) {
  test(`exit code 2 and one line with the reason: ${args.join(' ')}`, async (t) => {
    const folder = temporaryFolder(t);
    dumped(folder);
    const { code, stderr, stdout } = await keg([...args], { folder });
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, message);
    t.is(stderr.trim().split('\n').length, 1);
  });
}

test('the help has examples and names the command for openb', async (t) => {
  const { stdout } = await keg(['import', '--help']);
  t.true((stdout.match(/\$ kubectl keg import /g)?.length ?? 0) >= 3);
  t.regex(stdout, /import openb/);
});
