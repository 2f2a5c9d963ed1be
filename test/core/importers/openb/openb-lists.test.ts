/** Ways to write the lists of the openb trace; every wrong cell is refused with its place. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { importOpenb } from '../../../../src/core/importers/openb/openb.ts';
import fc from '../../../seeded-properties.ts';
import { END, imported, NODES, POD_HEADER, story } from './small-openb.ts';

test('columns in any order, quotes, Windows line ends and a byte order mark are read', (t) => {
  const nodes = '\uFEFF"model","gpu",memory_mib,cpu_milli,sn\r\nG3,"8",786432,128000,"b"\r\n';
  const trace = importOpenb({ file: 'n', text: nodes }, { file: 'p', text: `${POD_HEADER}\r\n${END}\r\n` });
  t.is(trace.scenario('x', 'y').cluster.nodes[0]?.name, 'g3-128cpu-768gi-8gpu');
});

test('whole numbers may be written with a point, as table programs do', (t) => {
  const trace = imported('p,1000.0,1,0,0,,BE,Running,3.0,7.0,4.0', END);
  t.is(story(trace.pods(), 'p').at(-1), '7: pod-deleted');
});

test('an unknown column is ignored with a warning', (t) => {
  const nodes = NODES.replaceAll('\n', ',x\n');
  const trace = importOpenb(
    { file: 'n.csv', text: nodes },
    { file: 'p.csv', text: `${POD_HEADER}\n${END}\n` },
  );
  t.deepEqual(trace.summary.problems, [
    {
      code: 'unknown-column',
      severity: 'warning',
      position: { file: 'n.csv' },
      message: 'column "x" is not known and was ignored',
    },
  ]);
});

test('a missing column is refused by name', (t) => {
  const pods = POD_HEADER.replace('qos,', '').replace('gpu_spec,', '');
  t.throws(() => importOpenb({ file: 'n.csv', text: NODES }, { file: 'p.csv', text: pods }), {
    instanceOf: UserError,
    message: 'no column "gpu_spec", "qos"',
  });
});

for (const [why, row, column, message] of [
  ['a cell too few', 'p,1000,1,0,0,,BE,Running,3,7', 28, 'this row has 10 cells, the header 11'],
  ['a cell too many', 'p,1000,1,0,0,,BE,Running,3,7,4,', 32, 'this row has 12 cells, the header 11'],
  [
    'text for a number',
    'p,many,1,0,0,,BE,Running,3,7,4',
    3,
    'cpu_milli is "many", not a whole number from 0 to 999999999',
  ],
  [
    'a negative number',
    'p,1000,-1,0,0,,BE,Running,3,7,4',
    8,
    'memory_mib is "-1", not a whole number from 0 to 999999999',
  ],
  [
    'a number too long',
    'p,1000,1,0,0,,BE,Running,3,99999999999,4',
    28,
    'deletion_time is "99999999999", not a whole number from 0 to 999999999',
  ],
  [
    'an unknown phase',
    'p,1000,1,0,0,,BE,Gone,3,7,4',
    18,
    'pod_phase "Gone" is none of Pending, Running, Succeeded, Failed',
  ],
  [
    'a bad name',
    'P!,1000,1,0,0,,BE,Running,3,7,4',
    1,
    'name "P!" is not a valid name of a Kubernetes object',
  ],
  ['a name twice', 'last,1000,1,0,0,,BE,Running,3,7,4', 1, 'name "last" is there twice'],
  [
    'a stray quote',
    'p,10"00,1,0,0,,BE,Running,3,7,4',
    5,
    'a double quote that does not enclose a whole cell',
  ],
  [
    'a quote left open',
    'p,"1000,1,0,0,,BE,Running,3,7,4',
    3,
    'a double quote that does not enclose a whole cell',
  ],
  [
    'text after a quote',
    'p,"1000"1,1,0,0,,BE,Running,3,7,4',
    9,
    'a double quote that does not enclose a whole cell',
  ],
  [
    'models that are no models',
    'p,1000,1,1,0,T4|,BE,Running,3,7,4',
    14,
    'gpu_spec "T4|" is not GPU models separated by |',
  ],
  [
    'scheduled before created',
    'p,1000,1,0,0,,BE,Running,3,7,2',
    30,
    'scheduled_time 2 is before creation_time 3',
  ],
  [
    'deleted before scheduled',
    'p,1000,1,0,0,,BE,Running,3,7,8',
    28,
    'deletion_time 7 is before scheduled_time',
  ],
] as const) {
  test(`${why} is refused with file, line and column`, (t) => {
    const error = t.throws(() => imported(END, row), { instanceOf: UserError, message });
    t.deepEqual(error?.position, { file: 'pods.csv', line: 3, column });
    t.is(error?.exitCode, 2);
  });
}

test('any text is imported or refused with a UserError', (t) => {
  const text = `${POD_HEADER}\np,1000,1,1,460,T4|P4,BE,Running,3,7,4\n${END}\n`;
  const mutated = fc
    .array(
      fc.tuple(fc.nat(text.length), fc.nat(4), fc.constantFrom('', ',', '"', '\n', '9', '-', '|', '\r')),
      { maxLength: 4 },
    )
    .map((cuts) =>
      cuts.reduce(
        (result, [from, length, put]) => result.slice(0, from) + put + result.slice(from + length),
        text,
      ),
    );
  fc.assert(
    fc.property(fc.oneof(mutated, fc.string()), (pods) => {
      try {
        const trace = importOpenb({ file: 'n', text: NODES }, { file: 'p', text: pods });
        return [...trace.history()].every((o) => Number.isSafeInteger(o.at));
      } catch (error) {
        return error instanceof UserError && error.position?.line !== undefined;
      }
    }),
    { numRuns: 3000 },
  );
  t.pass();
});
