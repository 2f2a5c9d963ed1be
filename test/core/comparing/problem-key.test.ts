/** Which problems of several replays are one. */
import test from 'ava';
import { problemKey } from '../../../src/core/comparing/problem-key.ts';
import type { Problem } from '../../../src/core/errors/problem.ts';

function warning(line: number, message = 'the toleration of "x" matches no taint'): Problem {
  return {
    code: 'idle-toleration',
    severity: 'warning',
    message,
    position: { file: 'a.yaml', line, column: 7 },
  };
}

test('a warning of two replays is one', (t) => {
  t.is(problemKey(warning(9)), problemKey(warning(9)));
  t.not(problemKey(warning(9)), problemKey(warning(9, 'another')));
});

test('a warning at two places of a file is two', (t) => {
  t.not(problemKey(warning(9)), problemKey(warning(10)));
});
