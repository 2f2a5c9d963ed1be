/** A live target names the models that it does not play, and what to do. */
import test from 'ava';
import { refuseDescheduler } from '../../../../src/targets/live/survey/refuse-descheduler.ts';
import { written } from '../../../core/timeline/written-scenario.ts';
import { playOf } from '../../embedded/small-play.ts';

const POD = 'events: {pods: [{name: p, arrivalTime: 0s, template: small}]}';

test('a play without a descheduler is not refused', (t) => {
  t.notThrows(() => refuseDescheduler(playOf(POD)));
});

test('a descheduler of the scenario is refused with what to run in its place', (t) => {
  const { descheduler } = written(`cluster: {descheduler: {}}\n${POD}`);
  t.throws(() => refuseDescheduler({ descheduler }), { message: /^cluster\.descheduler .*embedded target/ });
});
