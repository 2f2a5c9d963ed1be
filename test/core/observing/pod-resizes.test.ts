/** Resizes in place and resumed recordings: each incident is observed once. */
import test from 'ava';
import type { PodCondition, PodStatus } from '../../../src/core/observing/pod-object.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import fc from '../../seeded-properties.ts';
import { podLife } from './pod-life.ts';
import { disrupted, kinds, podObject, STAMP } from './pod-states.ts';
import { last, running, watch } from './watched-pod.ts';

test('a resumed recording contains each step exactly once, wherever it was cut', (t) => {
  const cut = fc.tuple(podLife('p1'), fc.nat({ max: 20 }), fc.boolean());
  fc.assert(
    fc.property(cut, ([life, where, isShownAgain]) => {
      const whole = watch();
      const before = watch();
      const after = watch();
      const states = life.states;
      const at = Math.min(where, states.length);
      for (const [index, state] of states.entries()) whole.pods.seen(state, index);
      for (const [index, state] of states.slice(0, at).entries()) before.pods.seen(state, index);
      for (const observation of before.observations) after.pods.restore(observation);
      const rest = isShownAgain && at > 0 ? states.slice(at - 1) : states.slice(at);
      for (const [index, state] of rest.entries()) after.pods.seen(state, at + index);
      // Restarts and messages may repeat, and a template that is used again is named again; none of them is a step.
      const steps = (observed: readonly Observation[]) =>
        kinds(observed).filter((kind) => !/^(template|pod-restarted|pod-unschedulable)$/.test(kind));
      t.deepEqual(steps([...before.observations, ...after.observations]), steps(whole.observations));
    }),
  );
});

test('a resize is observed with and without generations', (t) => {
  for (const generations of [
    [1, 2],
    [undefined, undefined],
  ]) {
    const { pods, observations } = watch();
    for (const [index, generation] of generations.entries()) {
      const pod = podObject({ node: 'a', status: running(0) });
      const metadata = { ...pod.metadata, ...(generation === undefined ? {} : { generation }) };
      const resources = { requests: { cpu: String(index + 1) } };
      pods.seen(
        { ...pod, metadata, spec: { ...pod.spec, containers: [{ name: 'main', resources }] } },
        index,
      );
    }
    t.is(last(observations)?.kind, 'pod-resized');
  }
});

const RESIZED = { requests: { cpu: '2' } };

function resumed(resources?: { readonly requests: Readonly<Record<string, string>> }) {
  const before = watch();
  const pod = podObject({ node: 'a', status: running(3) });
  before.pods.seen(pod, 1);
  const { pods, observations } = watch();
  for (const observation of before.observations) pods.restore(observation);
  const spec = resources ? { ...pod.spec, containers: [{ name: 'main', resources }] } : pod.spec;
  pods.seen({ ...pod, spec }, 9);
  pods.seen({ ...pod, spec }, 10);
  return { pods, observations, pod: { ...pod, spec } };
}

test('a resize while nothing was recorded is observed once after the resume', (t) => {
  const { observations } = resumed(RESIZED);
  t.deepEqual(kinds(observations), ['template', 'pod-resized']);
  const [template, resize] = observations as unknown as [{ hash: string }, { template: string }];
  t.is(resize.template, template.hash);
});

test('an unchanged pod and its earlier restarts cause no observation after a resume', (t) => {
  const { pods, observations, pod } = resumed();
  t.deepEqual(kinds(observations), ['template']);
  pods.seen({ ...pod, status: running(4) }, 11);
  t.like(last(observations), { kind: 'pod-restarted', restarts: 4 });
});

test('a resize after the last one in the resumed recording is compared with that', (t) => {
  const { pods, observations, pod } = resumed(RESIZED);
  const again = watch();
  again.pods.restore({
    at: 0,
    kind: 'pod-created',
    uid: 'p1',
    namespace: 'default',
    name: 'web-0',
    template: 'other',
  });
  again.pods.restore(last(observations)!);
  again.pods.seen(pod, 12);
  t.deepEqual(
    again.observations.filter(({ kind }) => kind === 'pod-resized'),
    [],
  );
  t.is(pods.size, 1);
});

test('the resources of the pod itself and of init containers can be resized', (t) => {
  const pod = podObject({ node: 'a', status: running(0) });
  for (const spec of [
    { ...pod.spec, resources: RESIZED },
    { ...pod.spec, initContainers: [{ name: 'init', resources: RESIZED }] },
  ]) {
    const { pods, observations } = watch();
    pods.seen(pod, 1);
    pods.seen({ ...pod, spec }, 2);
    t.is(last(observations)?.kind, 'pod-resized');
  }
});

test('a spec with the same generation is not compared again', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({ node: 'a', status: running(0) });
  const metadata = { ...pod.metadata, generation: 4 };
  pods.seen({ ...pod, metadata }, 1);
  pods.seen({ ...pod, metadata, spec: { ...pod.spec, resources: RESIZED } }, 2);
  t.is(last(observations)?.kind, 'pod-started');
});

test('what a node grants later is observed, also with the same generation', (t) => {
  const { pods, observations } = watch();
  const granted = (cpu: string, conditions: readonly PodCondition[] = []): PodStatus => ({
    ...running(0, { conditions }),
    containerStatuses: [{ name: 'main', restartCount: 0, allocatedResources: { cpu } }],
  });
  const asking = (cpu: string, generation: number, status: PodStatus): void => {
    const pod = podObject({ node: 'a', status });
    const containers = [{ name: 'main', resources: { requests: { cpu } } }];
    pods.seen(
      { ...pod, metadata: { ...pod.metadata, generation }, spec: { ...pod.spec, containers } },
      generation,
    );
  };
  const infeasible = [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }];
  const resizes = (): number => kinds(observations).filter((kind) => kind === 'pod-resized').length;
  asking('1', 1, granted('1'));
  asking('100', 2, granted('1', infeasible));
  t.is(resizes(), 0);
  asking('500m', 3, granted('1'));
  t.is(resizes(), 0);
  asking('500m', 3, granted('500m'));
  t.is(resizes(), 1);
  asking('500m', 3, granted('500m'));
  t.is(resizes(), 1);
});

test('incidents in the resumed recording are not observed again', (t) => {
  const { pods, observations } = watch();
  const pod = podObject({
    node: 'a',
    status: running(0, { conditions: [disrupted('PreemptionByScheduler')] }),
  });
  const metadata = { ...pod.metadata, deletionTimestamp: STAMP };
  const before = watch();
  before.pods.seen({ ...pod, metadata }, 1);
  for (const observation of before.observations) pods.restore(observation);
  pods.seen({ ...pod, metadata }, 9);
  t.deepEqual(kinds(observations), ['template']);
});
