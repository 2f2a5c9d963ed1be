/** A live cluster decides itself which nodes it has. */
import test from 'ava';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { refuseAutoscaler } from '../../../../src/targets/live/survey/refuse-autoscaler.ts';
import { written } from '../../../core/timeline/written-scenario.ts';

test('an autoscaler is refused on a live target, with its place and what to do', (t) => {
  const { autoscaler } = written(
    'cluster: {autoscaler: {pools: [{name: a, template: {allocatable: {cpu: 4, memory: 8Gi}}}]}}\n',
  );
  const error = t.throws(() => refuseAutoscaler({ autoscaler }), { instanceOf: UserError });
  t.is(error.message, 'cluster.autoscaler is played on the embedded target only');
  t.like(error.position, { file: 'day.yaml' });
  t.regex(error.next ?? '', /leave it out .* or use --target embedded/);
  t.notThrows(() => refuseAutoscaler({ autoscaler: undefined }));
});
