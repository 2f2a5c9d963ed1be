/** Tests of the flags of record and of the errors for wrong ones. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { type RecordFlags, readRecordFlags } from '../../../src/verbs/record/record-flags.ts';
import { describeSelection } from '../../../src/verbs/record/selection.ts';

const NONE: RecordFlags = { output: 'a.jsonl', 'all-namespaces': false, 'keep-names': false };

test('the namespaces are those of -n, all with -A, else that of the context', (t) => {
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

test('several --keep lists are joined, and --until is a time', (t) => {
  t.deepEqual(readRecordFlags({ ...NONE, keep: ['image,labels', 'messages'] }).keep, [
    'image',
    'labels',
    'messages',
  ]);
  t.is(readRecordFlags({ ...NONE, until: '2026-03-02T18:00:00Z' }).until, Date.parse('2026-03-02T18:00:00Z'));
});

test('a header names the selection only if names are kept', (t) => {
  const selection = { namespaces: ['acme'], labelSelector: 'app=acme' };
  t.is(describeSelection(selection, true), '-n acme -l app=acme');
  t.is(describeSelection(selection, false), '1 namespace, a label selector');
  t.is(describeSelection({ namespaces: undefined }, true), undefined);
});

test('a name that ends in .yaml is the scenario; the recording is written beside it', (t) => {
  const named = (output: string) => readRecordFlags({ ...NONE, output });
  t.like(named('days/prod.yaml'), { file: 'days/prod.keg.jsonl.gz', scenario: 'days/prod.yaml' });
  t.like(named('prod.yml'), { file: 'prod.keg.jsonl.gz', scenario: 'prod.yml' });
  t.like(named('prod.keg.yaml'), { file: 'prod.keg.jsonl.gz', scenario: 'prod.keg.yaml' });
  t.like(named('prod.keg.jsonl'), { file: 'prod.keg.jsonl', scenario: undefined });
});

test('a recording that is continued may end in a scenario', (t) => {
  const { output: _none, ...others } = NONE;
  t.like(readRecordFlags({ ...others, resume: 'prod.keg.jsonl.gz', output: 'prod.yaml' }), {
    file: 'prod.keg.jsonl.gz',
    resume: true,
    scenario: 'prod.yaml',
  });
});

test('a scenario without a fit is refused', (t) => {
  t.throws(() => readRecordFlags({ ...NONE, output: 'prod.yaml', fit: false }), {
    message: '-o prod.yaml is a scenario, which --no-fit does not write',
  });
});
