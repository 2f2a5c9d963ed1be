/** Records come out in the order of time, whether memory holds them or not. */
import test from 'ava';
import { createRecordSorter, type SortableRecord } from '../../src/storage/record-sorter.ts';
import fc from '../seeded-properties.ts';

const record = fc.record({
  at: fc.nat(20),
  text: fc.string().map((text) => JSON.stringify({ text })),
  file: fc.constantFrom('a', 'b\tc'),
  line: fc.option(fc.nat(9), { nil: undefined }),
});

async function sorted(records: readonly SortableRecord[], mostText?: number): Promise<SortableRecord[]> {
  const sorter = createRecordSorter(mostText);
  try {
    for (const each of records) sorter.add(each);
    const found: SortableRecord[] = [];
    for await (const each of sorter.sorted()) found.push(each);
    return found;
  } finally {
    sorter.close();
  }
}

test('records are in the order of their times and texts, in memory and in files', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 40 }), async (records) => {
      const found = await sorted(records);
      const keys = found.map(({ at, text }) => [at, text] as const);
      const expected = records.map(({ at, text }) => [at, text] as const);
      expected.sort(
        ([at, text], [other, otherText]) => at - other || (text < otherText ? -1 : Number(text > otherText)),
      );
      t.deepEqual(keys, expected);
      const inFiles = await sorted(records, 60);
      t.deepEqual(
        inFiles.map(({ at, text }) => [at, text]),
        expected,
      );
      const places = (each: readonly SortableRecord[]) =>
        each.map((one) => JSON.stringify([one.at, one.text, one.file, one.line])).sort();
      t.deepEqual(places(inFiles), places(found));
    }),
    { numRuns: 30 },
  );
});
