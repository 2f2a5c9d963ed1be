/** The table of a choice of requests: its rows are the sets, and each fault has its file, line and column. */
import test from 'ava';
import { parseRequestsTable, requestsTable } from '../../../src/core/scenario/requests-table.ts';
import fc from '../../seeded-properties.ts';

const parsed = (text: string) => parseRequestsTable({ file: 'web.csv', text });

function faultsOf(text: string): string[] {
  return parsed(text).problems.map(({ position, message }) => {
    const { file, line, column } = position!;
    return `${file}:${line}:${column} ${message}`;
  });
}

test('a table that is written and read again has the same sets', (t) => {
  const amount = fc.oneof(fc.constantFrom('500m', '1Gi', '0', '1.5', '2e3'), fc.nat().map(String));
  const set = fc.record(
    {
      cpu: amount,
      memory: amount,
      'nvidia.com/gpu': amount,
    },
    { requiredKeys: ['cpu'] },
  );
  const weight = fc.double({ min: 0, minExcluded: true, max: 1e9, noNaN: true });
  const sets = fc.array(fc.record({ weight, value: set }, { noNullPrototype: true }), { minLength: 1 });
  fc.assert(
    fc.property(sets, (written) => {
      const { sets: read, problems } = parsed(requestsTable(written));
      t.deepEqual(problems, []);
      t.deepEqual(
        read,
        written.map((each) => ({ ...each, value: { ...each.value } })),
      );
    }),
  );
});

test('columns come in any order, with quotes, a byte order mark and empty lines', (t) => {
  const { sets, problems } = parsed('\uFEFFmemory, "cpu" ,weight\r\n1Gi,2,3\r\n\r\n,"500m",1\r\n');
  t.deepEqual(problems, []);
  t.deepEqual(sets, [
    { weight: 3, value: { memory: '1Gi', cpu: '2' } },
    { weight: 1, value: { cpu: '500m' } },
  ]);
});

test('without a column of weights, each row has the weight 1', (t) => {
  t.deepEqual(parsed('cpu\n2\n').sets, [{ weight: 1, value: { cpu: '2' } }]);
});

test('each fault of a row has its line and column', (t) => {
  t.deepEqual(faultsOf('weight,cpu,memory\n1,2,1Gi\n0,2,1Gi\n1, two,-1Gi\n1,2\n1,2,3,4\n'), [
    'web.csv:3:1 weight: "0" is not a number above 0',
    'web.csv:4:4 cpu: "two" is not a quantity (write for example 500m, 2, 1.5Gi)',
    'web.csv:4:8 memory: "-1Gi" is negative',
    'web.csv:5:3 2 cells, but the first line names 3 columns',
    'web.csv:6:7 4 cells, but the first line names 3 columns',
  ]);
});

for (const [what, text, fault] of [
  ['an empty file', '', 'web.csv:1:1 needs a first line such as weight,cpu,memory'],
  ['a table of weights alone', '\nweight\n1\n', 'web.csv:2:1 needs a first line such as weight,cpu,memory'],
  ['a table without rows', 'weight,cpu\n', 'web.csv:1:1 has no rows below the names of its columns'],
  ['a column that comes twice', 'cpu,weight,cpu\n1,1,1\n', 'web.csv:1:12 a second column "cpu"'],
  [
    'a column without a name',
    'cpu,\n1,1\n',
    'web.csv:1:5 a column without a name: write the name of a resource',
  ],
] as const) {
  test(`${what} is an error`, (t) => {
    t.true(faultsOf(text).includes(fault), faultsOf(text).join('\n'));
  });
}
