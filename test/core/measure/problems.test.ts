/** Figures contain the problems of the recording. */
import test from 'ava';
import type { Problem } from '../../../src/core/errors/problem.ts';
import { createMeasurement, measure } from '../../../src/core/measure/measurement.ts';
import { HEADER } from './sample-day.ts';

const problem = (message: string): Problem => ({ code: 'refused', severity: 'warning', message });

test('a recording without problems has an empty list of them', (t) => {
  t.deepEqual(measure(HEADER, [{ at: 0, kind: 'close' }]).problems, []);
});

test('problems come in order: header, close line, reading', (t) => {
  const measurement = createMeasurement({ ...HEADER, problems: [problem('a'), problem('b')] });
  measurement.observe({ at: 5, kind: 'close', problems: [problem('c')] });
  const { problems } = measurement.finish([problem('d')]);
  t.deepEqual(problems, ['a', 'b', 'c', 'd'].map(problem));
});
