/** What the flags mean, and the words for those that mean nothing. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { progressLine, readableBytes } from '../../../src/verbs/record/progress-line.ts';
import { type Output, startRecordProgress } from '../../../src/verbs/record/progress-screen.ts';
import { type RecordFlags, readRecordFlags } from '../../../src/verbs/record/record-flags.ts';
import type { RecordProgress } from '../../../src/verbs/record/record-progress.ts';
import { describeSelection } from '../../../src/verbs/record/selection.ts';

const NONE: RecordFlags = { output: 'a.jsonl', 'all-namespaces': false, 'keep-names': false };

test('without -n and -A the context’s own namespace is meant, with -A all, with -n those', (t) => {
  t.deepEqual(readRecordFlags(NONE).selection('team').namespaces, ['team']);
  t.is(readRecordFlags({ ...NONE, 'all-namespaces': true }).selection('team').namespaces, undefined);
  t.deepEqual(readRecordFlags({ ...NONE, namespace: ['a,b', 'a'] }).selection('team').namespaces, ['a', 'b']);
});

test('names are pseudonyms unless they are kept', (t) => {
  t.is(readRecordFlags(NONE).names, 'pseudonymised');
  t.is(readRecordFlags({ ...NONE, 'keep-names': true }).names, 'kept');
  t.deepEqual(readRecordFlags({ ...NONE, pseudonymise: 'pepper' }).names, { salt: 'pepper' });
});

for (const [why, flags, message] of [
  ['two files', { resume: 'b.jsonl' }, /-o starts a new file and --resume continues one/],
  ['no file', { output: undefined }, /^no file is named/],
  ['both kinds of names', { 'keep-names': true, pseudonymise: 'x' }, /contradict/],
  ['an empty salt', { pseudonymise: '' }, /needs a salt/],
  ['env', { keep: ['image,env'] }, /^--keep env is not possible/],
  ['no time between files', { rotate: '0s' }, /^--rotate 0s is neither/],
  ['a time of no day', { until: 'noon' }, /^--until noon is not a time/],
] as const) {
  test(`${why} is refused as usage`, (t) => {
    const error = t.throws(() => readRecordFlags({ ...NONE, ...(flags as object) }), {
      instanceOf: UserError,
      message,
    });
    t.is(error.exitCode, 2);
  });
}

test('several lists of what is kept are one', (t) => {
  t.deepEqual(readRecordFlags({ ...NONE, keep: ['image,labels', 'messages'] }).keep, [
    'image',
    'labels',
    'messages',
  ]);
  t.is(readRecordFlags({ ...NONE, until: '2026-03-02T18:00:00Z' }).until, Date.parse('2026-03-02T18:00:00Z'));
});

test('a header tells what was selected by name only where names are kept', (t) => {
  const selection = { namespaces: ['acme'], labelSelector: 'app=acme' };
  t.is(describeSelection(selection, true), '-n acme -l app=acme');
  t.is(describeSelection(selection, false), '1 namespace, a label selector');
  t.is(describeSelection({ namespaces: undefined }, true), undefined);
});

const NOW: RecordProgress = {
  at: 65_000_000,
  isSynced: true,
  events: 1500,
  pods: 40,
  nodes: 3,
  gaps: 1,
  acknowledged: 900,
  bytes: 2_621_440,
  reached: new Map(),
};

test('progress tells the rate of events, what is alive, gaps, and what is on the disk', (t) => {
  t.is(
    progressLine(NOW, { ...NOW, at: 60_000_000, events: 1000 }),
    'recorded 1m5s, 100 events/s, 40 pods and 3 nodes alive, 1 gap, 900 lines on disk, 2.5 MiB',
  );
  t.is(readableBytes(12), '12 B');
});

function output(isTTY: boolean): Output & { readonly text: () => string } {
  let text = '';
  return {
    isTTY,
    columns: 60,
    write(more) {
      text += more;
    },
    text: () => text,
  };
}

test('where there are several files, progress says which one, and a rate is never that of two', (t) => {
  const log = output(false);
  const screen = startRecordProgress(log);
  screen.tell(NOW, '/tmp/prod.0001.keg.jsonl.gz');
  screen.tell({ ...NOW, at: 1_000_000, events: 10 }, '/tmp/prod.0002.keg.jsonl.gz');
  const [first, second] = log.text().split('\n');
  t.regex(first!, /^prod\.0001\.keg\.jsonl\.gz: recorded 1m5s, /);
  t.regex(second!, /^prod\.0002\.keg\.jsonl\.gz: recorded 1s, 0 events\/s, /);
});

test('on a terminal one line is written over, in a log a line a minute is added', (t) => {
  const terminal = output(true);
  const screen = startRecordProgress(terminal);
  for (const at of [0, 500_000, 1_200_000]) screen.tell({ ...NOW, at });
  screen.stop();
  t.is(terminal.text().split('\r').length - 1, 3);
  t.false(terminal.text().includes('\n'));
  const log = output(false);
  const logged = startRecordProgress(log);
  for (let second = 0; second <= 120; second += 1) logged.tell({ ...NOW, at: second * 1_000_000 });
  t.is(log.text().split('\n').length - 1, 3);
});
