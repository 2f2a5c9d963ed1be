/** A run's summary counts the tests, and names those that failed or were skipped. */
import test from 'ava';
import { testOutcomes } from './test-outcomes.ts';

test('the titles of skipped tests are found among those that passed', (t) => {
  const output = [
    '  ✔ core › time › a duration is read',
    '  - [skip] core › measure › skipped without ../shared: real nodes',
    '    - not a title',
    '  - [skip] a pod runs',
    '  2 tests skipped',
  ].join('\n');
  t.deepEqual(testOutcomes(output).leftOut, [
    'core › measure › skipped without ../shared: real nodes',
    'a pod runs',
  ]);
});

const FAILED = `
  ✔ time › a duration is read (151ms)
  ✘ [fail]: time › a sum is right
  ✔ time › a date is read
  ✘ [fail]: time › a call ends Error thrown in test
    ℹ a note
  ─

  time › a sum is right

  test/time.test.ts:3

   2: test('a duration is read', (t) => {
   3: test('a sum is right', (t) => {

  Difference (- actual, + expected):

  - 2
  + 3

  › file://test/time.test.ts:3:33



  time › a call ends

  Error thrown in test:

  Error {
    message: 'no such thing',
  }

  ─

  2 tests failed
`;

test('where tests failed, those that passed are counted by their ticks', (t) => {
  const { passed, failed } = testOutcomes(FAILED);
  t.deepEqual({ passed, failed }, { passed: 2, failed: 2 });
  t.is(testOutcomes('  ✔ a › b\n  ─\n\n  1 test passed\n').passed, 1);
  t.is(testOutcomes(`${FAILED}\n  ✔ a › b\n  ─\n\n  1 test passed\n`).passed, 3);
});

test('failed tests are named with the first lines of their errors', (t) => {
  t.deepEqual(testOutcomes(FAILED).failures, [
    {
      title: 'time › a sum is right',
      lines: [
        '  test/time.test.ts:3',
        '  Difference (- actual, + expected):',
        '  - 2',
        '  + 3',
        '  › file://test/time.test.ts:3:33',
      ],
    },
    {
      title: 'time › a call ends Error thrown in test',
      lines: ['  Error thrown in test:', '  Error {', "    message: 'no such thing',", '  }'],
    },
  ]);
});

test('a file that cannot be loaded or does not end is named too', (t) => {
  const output = `
  Uncaught exception in test/a.test.ts

  Error: no module b
      at load (node:internal:1:1)

  ✘ test/a.test.ts exited with a non-zero exit code: 1
  ✘ Timed out while running tests
  ─

  1 uncaught exception
`;
  t.deepEqual(testOutcomes(output).failures, [
    {
      title: 'Uncaught exception in test/a.test.ts',
      lines: ['  Error: no module b', '      at load (node:internal:1:1)'],
    },
    { title: 'test/a.test.ts exited with a non-zero exit code: 1', lines: [] },
    { title: 'Timed out while running tests', lines: [] },
  ]);
});
