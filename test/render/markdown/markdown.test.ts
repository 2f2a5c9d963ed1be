/** Tables as Markdown: what GitHub shows is what the table in the terminal says. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import { markdownCode, markdownTable, markdownText } from '../../../src/render/markdown/markdown-table.ts';
import { BREAKDOWNS } from '../../../src/render/report/breakdowns.ts';
import { renderMarkdown, sectionHeading } from '../../../src/render/report/report-markdown.ts';
import { renderTable } from '../../../src/render/report/table.ts';
import { sizeMarkdown } from '../../../src/render/size/size-table.ts';
import { arbitraryDamagedRecording } from '../../core/measure/arbitrary-recording.ts';
import { HEADER } from '../../core/measure/sample-day.ts';
import fc from '../../seeded-properties.ts';
import { DAY } from '../report/measured-day.ts';

/** The cells of a line of a table, as GitHub splits them. */
function cellsOf(line: string): string[] {
  return line.replaceAll(/\\./g, '..').split('|').slice(1, -1);
}

/** Tables whose lines do not all have the same number of cells. */
function crookedLines(text: string): string[] {
  const lines = text.split('\n');
  return lines.filter((line, at) => {
    const before = lines[at - 1] ?? '';
    if (!line.startsWith('|') || !before.startsWith('|')) return false;
    return cellsOf(line).length !== cellsOf(before).length;
  });
}

test('every text stays one cell, and shows no markup', (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
      const cells = rows.map(([one, other]) => [markdownText(one), markdownCode(other || 'x')]);
      const lines = markdownTable([{ head: 'a|b' }, { head: 'c' }], cells);
      return lines.length === rows.length + 2 && lines.every((line) => cellsOf(line).length === 2);
    }),
  );
  t.is(
    markdownText('<b> *a* `c` [d](e) f|g h_i _j_ &lt;'),
    '&lt;b> \\*a\\* \\`c\\` [d\\](e) f\\|g h_i \\_j\\_ &amp;lt;',
  );
  t.is(markdownCode('a `b` c'), '`` a `b` c ``');
  t.is(markdownCode('a\\|b'), 'a\\\\\\|b');
});

test('a report in Markdown has the cells of the tables for the terminal', (t) => {
  for (const by of BREAKDOWNS) {
    const text = renderMarkdown(DAY, by);
    t.deepEqual(crookedLines(text), [], by);
    const [, row = ''] = /^\| cpu \| (.*) \|$/m.exec(text) ?? [];
    const terminal = renderTable(DAY, { width: 200, by });
    const [, same = ''] = /^ {2}cpu +(.*)$/m.exec(terminal) ?? [];
    t.is(row.replaceAll(' | ', ' '), same.replaceAll(/ +/g, ' '));
  }
});

test('no recording breaks a table of Markdown', (t) => {
  fc.assert(
    fc.property(arbitraryDamagedRecording, fc.constantFrom(...BREAKDOWNS), (observations, by) => {
      t.deepEqual(crookedLines(renderMarkdown(measure(HEADER, observations), by)), []);
    }),
    { numRuns: 50 },
  );
});

test('a heading keeps the names in it', (t) => {
  t.is(sectionHeading('PODS BY NODE POOL'), 'Pods by node pool');
  t.is(
    sectionHeading('UTILISATION BY NODE: requests ÷ allocatable'),
    'Utilisation by node: requests ÷ allocatable',
  );
  t.is(
    sectionHeading('AGAINST THE RECORDING (the scheduler decided)'),
    'Against the recording (the scheduler decided)',
  );
});

test('a size search that finds nothing says so in Markdown', (t) => {
  const size = {
    apiVersion: 'keg.dev/v1alpha1',
    kind: 'Size',
    scenario: 'a_b.yaml',
    limits: ['waiting.p95 < 1s'],
    share: 1,
    seeds: [1],
    now: { g: 1 },
    smallest: null,
    best: { counts: { g: 64 }, held: 0, seeds: 1, limits: [], scarcest: {} },
    around: {},
    replays: 7,
  } as const;
  t.is(
    sizeMarkdown(size).join('\n'),
    '## a_b.yaml: the fewest nodes of each pool with which waiting.p95 &lt; 1s with seed 1\n\n- No number of nodes keeps them: not even g=64 (0 of 1).',
  );
});
