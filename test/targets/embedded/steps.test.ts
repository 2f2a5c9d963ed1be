/** A play gives others their turn after some tens of milliseconds of work, also where pods are only tried in vain. */
import test from 'ava';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { templateBook } from '../../../src/core/recording/template-hash.ts';
import { playInSteps } from '../../../src/targets/embedded/play-embedded.ts';
import { playOf } from './small-play.ts';

/** A pod comes every five minutes of a day, and all that wait are tried again about as often (unschedulable pods are flushed after 5 minutes). */
const IN_VAIN = `
duration: 24h
cluster: { nodes: [] }
events:
  pods:
    - name: pod
      count: 280
      arrivals: { type: constant, value: 5m }
      podSpec: { spec: { containers: [{ name: main }] } }
`;
const LEAST_ATTEMPTS = (280 * 279) / 2;
/** More would take longer than a person waits for Ctrl-C. */
const MOST_WORK_PER_STEP = 5_000;

test('attempts in vain end a step as moments of a play do', (t) => {
  const observe = (_: Observation): void => {};
  const steps = playInSteps(playOf(IN_VAIN), { observe, templateHash: templateBook(observe) });
  let yields = 0;
  while (!steps.next().done) yields += 1;
  t.true(yields >= Math.floor(LEAST_ATTEMPTS / MOST_WORK_PER_STEP), `${yields} steps`);
});

test('a play that only tries in vain ends soon after it is asked to', (t) => {
  const observe = (_: Observation): void => {};
  const stopping = new AbortController();
  const steps = playInSteps(
    playOf(IN_VAIN),
    { observe, templateHash: templateBook(observe) },
    { signal: stopping.signal },
  );
  t.false(steps.next().done);
  stopping.abort();
  const last = steps.next();
  t.true(last.done === true && last.value.stopped);
});
