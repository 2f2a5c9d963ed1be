/** The tables of docs/fidelity.md are replaced row by row, and nothing else of the page changes. */
import test from 'ava';
import { newTally } from '../core/scheduler/golden/tally.ts';
import { decisionRows, withTable } from './fidelity-tables.ts';

const PAGE =
  '# A\n\n<!-- one -->\n| a |\n| --- |\n| old |\n| older |\n\ntext\n\n<!-- two -->\n| b |\n| --- |\n';

test('the rows of the named table are replaced', (t) => {
  const page = withTable(PAGE, 'one', ['| new |']);
  t.is(page, PAGE.replace('| old |\n| older |\n', '| new |\n'));
  t.is(withTable(page, 'two', ['| x |', '| y |']), `${page}| x |\n| y |\n`);
  t.throws(() => withTable(PAGE, 'three', []), { message: /no table three/ });
});

test('a row names the families in which the model differs, with the number of differences', (t) => {
  const right = { ...newTally(), decisions: 1500, scores: 3 };
  const wrong = { ...newTally(), decisions: 2, differences: ['x', 'y'] };
  const rows = decisionRows(
    new Map([
      ['1.36.3', new Map([['ports', right]])],
      [
        '1.37.2',
        new Map([
          ['ports', right],
          ['spread', wrong],
        ]),
      ],
    ]),
  );
  t.deepEqual(rows, [
    '| 1.36.3 | 1,500 | 0 | 3 | 0 | 0 | 0 | none |',
    '| 1.37.2 | 1,502 | 0 | 3 | 0 | 0 | 2 | spread 2 |',
  ]);
});
