/** Grids that keg draws itself are those of the table library, to the character. */
import test from 'ava';
import { isPlainGrid, plainGridLines } from '../../../src/render/terminal/plain-grid.ts';
import { libraryLines } from '../../../src/render/terminal/plain-table.ts';
import fc from '../../seeded-properties.ts';

const cell = fc.string({ unit: fc.constantFrom(...'ab 1…−σ█→.'), maxLength: 12 });
const column = fc.record({
  align: fc.constantFrom('left' as const, 'right' as const),
  width: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
});
const grid = fc.array(column, { minLength: 1, maxLength: 4 }).chain((columns) =>
  fc.tuple(
    fc.constant(columns),
    fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
      minLength: 1,
      maxLength: 5,
    }),
    fc.constantFrom('', '  '),
  ),
);

test('a plain grid has the lines of the table library', (t) => {
  fc.assert(
    fc.property(grid, ([columns, rows, gap]) => {
      t.true(isPlainGrid(rows, columns));
      t.deepEqual(plainGridLines(rows, columns, gap), libraryLines(rows, columns, gap));
    }),
  );
});

test('every character of a plain grid is one column wide for the table library', (t) => {
  const columns = [
    { align: 'left', width: undefined },
    { align: 'left', width: undefined },
  ] as const;
  const plain = Array.from({ length: 0xffff }, (_, code) => String.fromCharCode(code)).filter((text) =>
    isPlainGrid([[text, 'x']], columns),
  );
  t.true(plain.length > 500);
  for (const text of plain) t.is(libraryLines([[text, 'x']], columns, '|')[0], `${text}|x`);
});

test('wide characters, colours, line breaks and short rows are left to the table library', (t) => {
  const columns = [{ align: 'left', width: undefined }] as const;
  for (const text of ['日本', '\u001b[31mred\u001b[39m', 'a\nb', '✅', 'e\u0301'])
    t.false(isPlainGrid([[text]], columns));
  t.false(isPlainGrid([['a'], []], columns));
  t.false(isPlainGrid([[]], []));
});
