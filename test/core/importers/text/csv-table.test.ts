/** Reading CSV files: rows of named cells, and the places of faults. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { readCsv } from '../../../../src/core/importers/text/csv-table.ts';

const read = (text: string, columns: readonly string[] = ['a', 'b']) =>
  readCsv({ file: 'x.csv', text }, columns);
const cells = (text: string, columns?: readonly string[]) =>
  read(text, columns).rows.map((row) => [row.cell('a'), row.cell('b')]);

function refusal(text: string): UserError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('cells are found by their column, in any order', (t) => {
  t.deepEqual(cells('b,a\n2,1\n4,3'), [
    ['1', '2'],
    ['3', '4'],
  ]);
});

test('a byte order mark, Windows line ends and blank lines are skipped', (t) => {
  t.deepEqual(cells('\uFEFFa,b\r\n\r\n1,2\r\n\n3,4\r\n'), [
    ['1', '2'],
    ['3', '4'],
  ]);
});

test('a line of spaces is skipped in a file of one column', (t) => {
  t.is(read('a\n1\n  \n2\n', ['a']).rows.length, 2);
});

test('a quoted cell may hold commas, line breaks and doubled quotes', (t) => {
  t.deepEqual(cells('a,b\n"1,\n""2""",3\n'), [['1,\n"2"', '3']]);
});

test('columns that were not asked for are listed', (t) => {
  t.deepEqual(read('x,a,y,b\n1,2,3,4\n').unknown, ['x', 'y']);
});

test('missing columns are refused by name', (t) => {
  t.like(refusal('c,a\n'), {
    message: 'no column "b"',
    next: 'the first line must name the columns a,b',
    position: { file: 'x.csv', line: 1, column: 1 },
  });
  t.is(refusal('c\n').message, 'no column "a", "b"');
});

test('a repeated column is refused', (t) => {
  t.like(refusal('a,b,a\n'), {
    message: 'there are two columns "a"',
    position: { file: 'x.csv', line: 1 },
  });
});

test('a row with too few cells is refused at its last cell', (t) => {
  t.like(refusal('a,b\n1,2\n12345\n'), {
    message: 'this row has 1 cell, the header 2',
    position: { file: 'x.csv', line: 3, column: 1 },
  });
});

test('a row with too many cells is refused at the first that is too many', (t) => {
  t.like(refusal('a,b\n123,"4,5",6,7\n'), {
    message: 'this row has 4 cells, the header 2',
    position: { file: 'x.csv', line: 2, column: 11 },
  });
});

test('a quote after text is refused at the quote', (t) => {
  t.like(refusal('a,b\n1,2\n12,3"4\n'), {
    message: 'a double quote that does not enclose a whole cell',
    next: 'write a quote inside a quoted cell twice',
    position: { file: 'x.csv', line: 3, column: 5 },
  });
});

test('text after a quoted cell is refused behind the quote', (t) => {
  t.like(refusal('a,b\n1,"2"3\n').position, { file: 'x.csv', line: 2, column: 6 });
});

test('a fault of a cell has the place of the cell', (t) => {
  const { rows } = read('\uFEFFa,b\n1,2\n"3,4",5\n');
  const error = rows[1]!.fault('b', 'is odd');
  t.is(error.message, 'b is odd');
  t.deepEqual(error.position, { file: 'x.csv', line: 3, column: 7 });
  t.deepEqual(rows[1]!.fault('a', 'is odd').position, { file: 'x.csv', line: 3, column: 1 });
});
