/** The output formats are an open list: help, errors, docs and printing read it. */
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import { chooseOutput } from '../../../src/render/formats/choose-output.ts';
import { dataFormats, formatNames, OUTPUT_FORMATS, renderData } from '../../../src/render/formats/index.ts';
import { isFolderFormat, type TextFormat } from '../../../src/render/formats/output-format.ts';
import { printReport } from '../../../src/render/report/print-report.ts';
import { HEADER, sampleDay } from '../../core/measure/sample-day.ts';

test.serial('a summary is one sentence without a full stop', (t) => {
  for (const { summary } of OUTPUT_FORMATS) t.regex(summary, /^[A-Z][^\n]*[^.\n]$/);
});

/** A format as someone may add it: one file with this, and one line in the list. */
const toyFormat: TextFormat = {
  name: 'toy',
  summary: 'The number of pods alone',
  report: ({ pods }) => `${pods.created} pods\n`,
  data: (value) => `toy ${JSON.stringify(value)}\n`,
};

test.serial(
  'a format that is added to the list is chosen, named in errors, and prints a report',
  async (t) => {
    OUTPUT_FORMATS.push(toyFormat);
    const written: string[] = [];
    const write = process.stdout.write;
    try {
      const { format, file } = chooseOutput(['toy', 'run.keg.jsonl'], { kind: 'recording' });
      t.is(format, toyFormat);
      t.is(file, 'run.keg.jsonl');
      t.throws(() => chooseOutput(['tyo'], { kind: 'recording' }), {
        instanceOf: UserError,
        message: `-o tyo is neither a format (${formatNames().join(', ')}) nor a file name`,
      });
      t.true(formatNames(dataFormats()).includes('toy'));
      t.is(await renderData('toy', { a: 1 }, () => 'table'), 'toy {"a":1}\n');
      const observations = sampleDay({ pods: 100 });
      const measured = { header: HEADER, figures: measure(HEADER, observations), observations };
      process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write;
      await printReport(measured, { format, by: 'pool', folder: undefined, inputs: [], force: false });
    } finally {
      process.stdout.write = write;
      OUTPUT_FORMATS.pop();
    }
    t.deepEqual(written, ['100 pods\n']);
  },
);

test.serial('two formats and two files are refused', (t) => {
  const flag = { kind: 'recording', other: { flag: '--recording', path: 'b.jsonl' } } as const;
  t.throws(() => chooseOutput(['json', 'csv'], flag), { message: '-o json -o csv: one format at a time' });
  t.throws(() => chooseOutput(['a.jsonl'], flag), {
    message: 'two files for one recording: a.jsonl and b.jsonl',
  });
  t.is(chooseOutput([], flag).file, 'b.jsonl');
  t.is(chooseOutput([], flag).format.name, 'table');
});

test.serial('table, and formats for any data, suit commands with a table of their own', async (t) => {
  t.deepEqual(formatNames(dataFormats()), ['table', 'json', 'yaml']);
  t.is(await renderData('table', {}, () => 'own table\n'), 'own table\n');
  t.is(await renderData('yaml', { a: [1], b: undefined }, () => ''), 'a:\n  - 1\n');
  t.deepEqual(
    OUTPUT_FORMATS.filter(isFolderFormat).map(({ name }) => name),
    ['csv', 'parquet'],
  );
});
