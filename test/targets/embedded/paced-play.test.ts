/** A play in virtual time that is held to a speed: the same observations, at the wall times of that speed. */
import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { templateBook } from '../../../src/core/recording/template-hash.ts';
import { embeddedTarget } from '../../../src/targets/embedded/embedded-target.ts';
import { pacedPlay } from '../../../src/targets/embedded/paced-play.ts';
import { playInSteps } from '../../../src/targets/embedded/play-embedded.ts';
import type { Pauses } from '../../../src/targets/target.ts';
import { playOf, run } from './small-play.ts';

const DAY = `
cluster: {nodes: [{name: a, count: 2, template: {allocatable: {cpu: 2, memory: 4Gi, pods: 10}}}]}
events:
  pods:
    - {name: job, count: 30, arrivals: {type: exponential, mean: 20s}, lifetime: {type: exponential, mean: 90s}, template: small}
    - {name: big, arrivalTime: 1m, podSpec: {spec: {containers: [{name: c, resources: {requests: {cpu: 8}}}]}}}
`;

/** A clock that passes only while the play sleeps. */
function stepClock() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (duration: number) => {
      now += Math.ceil(duration);
      await setImmediate();
    },
  };
}

async function playPaced(speed: number, keys?: Omit<Pauses, 'at'>, duration?: number) {
  const play = { ...playOf(DAY), ...(duration !== undefined && { duration }) };
  const clock = stepClock();
  const observations: { readonly wall: number; readonly observation: Observation }[] = [];
  const observe = (observation: Observation): void => {
    observations.push({ wall: clock.now(), observation });
  };
  const paced = pacedPlay(speed, 0, { pauses: keys && { ...keys, at: [] } }, clock);
  const steps = playInSteps(
    play,
    { observe, templateHash: templateBook(observe) },
    { horizon: paced.horizon },
  );
  for (;;) {
    const step = steps.next();
    if (step.done) return { played: step.value, proven: paced.end(step.value.end), observations, clock };
    await paced.waitFor(step.value);
  }
}

test('a paced play observes the same as one without a pace, refusals of waiting pods included', async (t) => {
  const { observations, played } = await playPaced(60);
  const plain = run(playOf(DAY));
  t.deepEqual(
    observations.map(({ observation }) => observation),
    plain.observations,
  );
  t.deepEqual(played, plain.played);
});

test('no event comes before its wall time, nor later than the play sleeps', async (t) => {
  const { observations, proven } = await playPaced(60);
  for (const { wall, observation } of observations) {
    const late = wall - observation.at / 60;
    t.true(late >= -1 && late <= 1_001, `${observation.kind} at ${observation.at}: ${late}`);
  }
  t.true(Math.abs(proven.achieved / 60 - 1) < 0.001, `${proven.achieved}`);
  t.like(proven, { planned: 60, isPaced: true });
});

test('a play with a duration lasts as long on the wall, also where nothing happens at its end', async (t) => {
  const { clock } = await playPaced(1000, undefined, 36_000_000_000);
  t.true(Math.abs(clock.now() - 36_000_000) <= 1_000, `${clock.now()}`);
});

test('another speed takes effect at once, and a pause is a fact of the replay', async (t) => {
  const { proven } = await playPaced(60, {
    listen(onToggle) {
      onToggle();
      setTimeout(onToggle, 5);
      return () => {};
    },
    listenSpeed(onFactor) {
      onFactor(2);
      return () => {};
    },
  });
  t.is(proven.pauses?.length, 1);
  t.is(proven.pauses?.[0]?.at, 0);
  t.true(Math.abs(proven.achieved / 120 - 1) < 0.001, `${proven.achieved}`);
});

test('the embedded target keeps to the speed only where it is asked to', async (t) => {
  const play = playOf('duration: 2s\ncluster: {nodes: [{name: a, template: {allocatable: {cpu: 1}}}]}');
  const speeds = [];
  for (const isPaced of [false, true]) {
    const targetRun = await embeddedTarget.survey(play, 20);
    const begin = () => ({ observe: () => {}, templateHash: () => '' });
    const { speed } = await targetRun.play({ signal: new AbortController().signal, begin, isPaced });
    speeds.push(speed);
  }
  t.is(speeds[0]?.isPaced, undefined);
  t.true(speeds[1]?.isPaced === true && speeds[1].achieved <= 20);
});
