/** Tables without borders: widths, alignment and ends of lines. */
import test from 'ava';
import { gridLines, tableLines } from '../../../src/render/terminal/plain-table.ts';

test('columns are as wide as their longest cell, two spaces apart', (t) => {
  const columns = [{ head: 'NAME' }, { head: 'N', align: 'right' as const }, { head: 'NOTE' }];
  t.deepEqual(
    tableLines(columns, [
      ['a', '1,000', 'x'],
      ['longer', '2', ''],
    ]),
    ['NAME        N  NOTE', 'a       1,000  x', 'longer      2'],
  );
});

test('a table without heads has no line for them', (t) => {
  t.deepEqual(tableLines([{}, {}], [['server', 'here']]), ['server  here']);
});

test('a column keeps its least width and grows beyond it', (t) => {
  t.deepEqual(tableLines([{ leastWidth: 6 }, {}], [['a', 'b']]), ['a       b']);
  t.deepEqual(tableLines([{ leastWidth: 6 }, {}], [['abcdefgh', 'b']]), ['abcdefgh  b']);
});

test('a table without rows shows its heads alone', (t) => {
  t.deepEqual(tableLines([{ head: 'A' }, { head: 'B' }], []), ['A  B']);
  t.deepEqual(tableLines([{}, {}], []), []);
});

test('a grid cuts cells that are longer than their column', (t) => {
  const [line = ''] = gridLines(
    [['abcdefgh', 'x']],
    [
      { align: 'left', width: 4 },
      { align: 'right', width: 3 },
    ],
  );
  t.is([...line].length, 7);
  t.regex(line, /^abc… {2}x$/);
});
