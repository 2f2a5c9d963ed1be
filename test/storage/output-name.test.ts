/** Names of outputs: formats, flags and the names of other kinds of file are refused. */
import test from 'ava';
import { UserError } from '../../src/core/errors/user-error.ts';
import { type OutputKind, refuseOutputName } from '../../src/storage/output-name.ts';

const FORMATS = ['table', 'wide', 'json', 'yaml', 'csv'];

for (const [kind, path] of [
  ['recording', 'day.keg.jsonl'],
  ['recording', 'day.keg.jsonl.gz'],
  ['recording', './day'],
  ['recording', '../x.yaml/day.jsonl'],
  ['scenario', 'day.yaml'],
  ['scenario', 'day.yml'],
  ['page', 'day.html'],
  ['folder', 'csv'],
  ['folder', 'results/day'],
] as const) {
  test(`a ${kind} may be called ${path}`, (t) => {
    t.notThrows(() => refuseOutputName({ flag: '-o', path, kind }, FORMATS));
  });
}

for (const [path, next] of [
  ['jsonpath={.x}', /day\.keg\.jsonl/],
  ['go-template={{.x}}', /day\.keg\.jsonl/],
  ['custom-columns=A:.b', /day\.keg\.jsonl/],
  ['name', /day\.keg\.jsonl/],
  ['html', /day\.keg\.jsonl/],
  ['JSON', /did you mean json\?/],
  ['yml', /did you mean yaml\?/],
  ['day', /day\.keg\.jsonl/],
  ['-x', /looks like a flag.*\.\/-x/],
  ['--force', /looks like a flag/],
  ['-', /looks like a flag/],
  ['', /day\.keg\.jsonl/],
] as const) {
  test(`"${path}" is refused with the list of formats`, (t) => {
    const error = t.throws(() => refuseOutputName({ flag: '-o', path, kind: 'recording' }, FORMATS), {
      instanceOf: UserError,
      message: `-o ${path === '' ? '""' : path} is neither a format (table, wide, json, yaml, csv) nor a file name`,
    });
    t.regex(error.next!, next);
  });
}

test('a flag that takes no format says so', (t) => {
  const error = t.throws(() => refuseOutputName({ flag: '-o', path: 'json', kind: 'scenario' }), {
    instanceOf: UserError,
    message: '-o json is not a file name',
  });
  t.is(error.next, 'this flag takes no format; a scenario is called for example day.yaml');
});

for (const [flag, kind, next] of [
  ['--junit', 'JUnit report', 'a JUnit report is called for example run.xml'],
  ['-o', 'export', 'an export is called for example run.jsonl'],
] as const) {
  test(`${flag} run is no file name, and ${next}`, (t) => {
    const error = t.throws(() => refuseOutputName({ flag, path: 'run', kind }), { instanceOf: UserError });
    t.is(error.next, next);
  });
}

for (const [kind, path, better] of [
  ['recording', 'a/sc.yaml', 'name it a/sc.keg.jsonl; -o yaml prints that format to standard output'],
  ['recording', 'sc.YML', 'name it sc.keg.jsonl; -o yaml prints that format to standard output'],
  ['recording', 'out.json', 'name it out.keg.jsonl; -o json prints that format to standard output'],
  ['recording', 'out.yaml.gz', 'name it out.keg.jsonl.gz'],
  ['recording', 'out.html', 'name it out.keg.jsonl'],
  ['recording', 'out.parquet', 'name it out.keg.jsonl'],
  ['scenario', 'out.zip', 'name it out.yaml'],
  ['scenario', 'out.keg.jsonl', 'name it out.keg.yaml'],
  ['scenario', 'out.yaml.gz', 'name it out.yaml'],
  ['page', 'out.yaml', 'name it out.html; -o yaml prints that format to standard output'],
] as const satisfies readonly (readonly [OutputKind, string, string])[]) {
  test(`a ${kind} does not go into ${path}`, (t) => {
    const error = t.throws(() => refuseOutputName({ flag: '-o', path, kind }, FORMATS), {
      instanceOf: UserError,
      message: /: a \w+ does not go into a \.\w+ file$/,
    });
    t.is(error.next, better);
    t.is(error.exitCode, 2);
  });
}

test('a folder needs a name', (t) => {
  t.throws(() => refuseOutputName({ flag: '--csv-dir', path: '', kind: 'folder' }), {
    instanceOf: UserError,
    message: '--csv-dir "" is not the name of a folder',
  });
});
