/** Errors for users are safe to print and carry a code. */
import test from 'ava';
import { type ErrorCode, NEXT_STEPS } from '../../../src/core/errors/next-step-by-code.ts';
import { formatProblem, nextOf, warningAt } from '../../../src/core/errors/problem.ts';
import { formatPosition, oneLine, UserError, withNextStep } from '../../../src/core/errors/user-error.ts';

const next = 'correct it';

test('the code of an error is that of its exit code, unless another is given', (t) => {
  t.is(new UserError('a', { next }).problemCode, 'usage');
  t.is(new UserError('a', { next }).exitCode, 2);
  t.is(new UserError('a', { next, exitCode: 1 }).problemCode, 'finding');
  t.is(new UserError('a', { next, exitCode: 3 }).problemCode, 'cluster');
  t.is(new UserError('a', { next, problemCode: 'no-nodes' }).problemCode, 'no-nodes');
});

test('an error without a next step does not compile', (t) => {
  // @ts-expect-error
  const error = (): UserError => new UserError('a', { exitCode: 3 });
  t.is(error().exitCode, 3);
});

test('a message is one line of at most 400 characters without control characters', (t) => {
  t.is(oneLine('a\nb\u001b[31m\u2028c'), 'a\uFFFDb\uFFFD[31m\uFFFDc');
  t.is(oneLine('x'.repeat(400)), 'x'.repeat(400));
  t.is(oneLine('x'.repeat(401)), `${'x'.repeat(397)}...`);
  t.is(new UserError('a\nb', { next }).message, 'a\uFFFDb');
});

test('the next step stands in parentheses, but never beside others', (t) => {
  t.is(withNextStep('a', 'do b'), 'a (do b)');
  t.is(withNextStep('a (c)', 'do b'), 'a (c); do b');
  t.is(withNextStep('a', undefined), 'a');
});

test('a position is written as far as it is known', (t) => {
  t.is(formatPosition({ file: 'a.yaml' }), 'a.yaml');
  t.is(formatPosition({ file: 'a.yaml', line: 3 }), 'a.yaml:3');
  t.is(formatPosition({ file: 'a.yaml', line: 3, column: 4 }), 'a.yaml:3:4');
  t.is(formatPosition({ file: 'a.yaml', column: 4 }), 'a.yaml');
});

test('a problem is printed as place, severity, message and next step', (t) => {
  const warning = warningAt('no-nodes', { file: 'a.yaml', line: 3 }, 'no nodes');
  t.is(formatProblem(warning), 'a.yaml:3: warning: no nodes');
  t.is(formatProblem({ ...warning, next: 'add one' }), 'a.yaml:3: warning: no nodes (add one)');
  t.is(formatProblem({ code: 'missing-value', severity: 'error', message: 'no name' }), 'error: no name');
});

test('every code that an error can have names a next step, and an own one comes first', (t) => {
  for (const [code, next] of Object.entries(NEXT_STEPS)) {
    const problem = { code: code as ErrorCode, severity: 'error', message: 'no' } as const;
    t.is(nextOf(problem), next);
    t.true(next.length > 5 && !next.endsWith('.'), code);
    t.is(nextOf({ ...problem, next: 'add one' }), 'add one');
  }
  t.is(nextOf(warningAt('no-nodes', { file: 'a.yaml' }, 'no nodes')), undefined);
});
