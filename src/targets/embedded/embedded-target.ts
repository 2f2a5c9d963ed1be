/** Plays on the embedded cluster: there is nothing to prepare and nothing to remove, and no event is ever late. */
import { setImmediate } from 'node:timers/promises';
import { busySpeed, type OpenTarget, type Play, type Playing, type PlayResult } from '../target.ts';
import { notModelledProblems } from './not-modelled.ts';
import { playInSteps } from './play-embedded.ts';

/** A scenario has no date. Virtual time needs one, and the same one every time. */
const START = '1970-01-01T00:00:00.000000000Z';

export const embeddedTarget: OpenTarget = {
  name: 'embedded',
  async survey(play, speed) {
    return {
      survey: { problems: notModelledProblems(play), objects: [] },
      prepare: async () => ({ facts: [], problems: [] }),
      play: (playing) => playOn(play, busySpeed(speed), playing),
      remove: async () => {},
      close: async () => {},
    };
  },
};

async function playOn(play: Play, speed: number, { signal, begin, onMoment }: Playing): Promise<PlayResult> {
  const observer = begin({
    start: START,
    kubernetes: play.scheduler.kubernetesVersion,
    configuration: play.scheduler.configuration,
    clock: { kind: 'virtual', resolution: '1us' },
  });
  const steps = playInSteps(play, observer, signal);
  for (;;) {
    const step = steps.next();
    if (step.done) {
      const played = step.value;
      const lag = { n: played.events, p50: 0, p95: 0, p99: 0, max: 0 };
      return { played, speed: { planned: speed, achieved: speed, lag }, failure: undefined };
    }
    onMoment?.({ scenarioTime: step.value });
    await setImmediate();
  }
}
