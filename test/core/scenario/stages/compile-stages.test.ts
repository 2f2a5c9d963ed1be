/** A pod goes through the Stages that match it, with KWOK's rules for delays and weights. */
import test from 'ava';
import { type StagedPod, stageLife } from '../../../../src/core/scenario/stages/compile-stages.ts';
import { readStage, type Stage } from '../../../../src/core/scenario/stages/stage.ts';

interface Shape {
  readonly name: string;
  readonly phase: string;
  readonly sets?: string;
  readonly when?: readonly object[];
  readonly more?: object;
  readonly labels?: object;
}

function stage({ name, phase, sets, when = [], labels, more = {} }: Shape): Stage {
  const read = readStage({
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind: 'Pod' },
      selector: {
        ...(labels && { matchLabels: labels }),
        matchExpressions: [{ key: '.status.phase', operator: 'In', values: [phase] }, ...when],
      },
      next: sets ? { statusTemplate: sets } : { delete: true },
      ...more,
    },
  });
  if ('fault' in read) throw new Error(read.fault);
  return read.stage;
}

const pod = (more: Partial<StagedPod> = {}): StagedPod => ({
  name: 'p',
  namespace: 'default',
  labels: {},
  annotations: {},
  owner: undefined,
  spec: { containers: [{ name: 'c' }] },
  ...more,
});

const RUN = stage({ name: 'run', phase: 'Pending', sets: 'phase: Running' });
const lifeOf = (stages: readonly Stage[], of = pod()) => stageLife(stages, of, () => {});
const delayed = (delay: object) =>
  lifeOf([stage({ name: 'run', phase: 'Pending', sets: 'phase: Running', more: { delay } })])!.run[0]!.delay;

test('a jitter above the duration is the end of a range, and another one takes its place', (t) => {
  t.deepEqual(delayed({}), { from: 0, to: 0 });
  t.deepEqual(delayed({ durationMilliseconds: 1000 }), { from: 1e6, to: 1e6 });
  t.deepEqual(delayed({ durationMilliseconds: 1000, jitterDurationMilliseconds: 5000 }), {
    from: 1e6,
    to: 5e6,
  });
  t.deepEqual(delayed({ durationMilliseconds: 1000, jitterDurationMilliseconds: 500 }), {
    from: 1e6,
    to: 5e5,
  });
});

test('an expression gives the delay, and the written one counts where it finds nothing', (t) => {
  const more = {
    delay: { durationMilliseconds: 2000, durationFrom: { expressionFrom: '.metadata.annotations["delay"]' } },
  };
  const stages = [stage({ name: 'run', phase: 'Pending', sets: 'phase: Running', more })];
  t.is(lifeOf(stages)!.run[0]!.delay.from, 2e6);
  t.is(lifeOf(stages, pod({ annotations: { delay: '1m' } }))!.run[0]!.delay.from, 60e6);
});

test('labels and expressions choose the pods', (t) => {
  const ofApp = stage({ name: 'run', phase: 'Pending', sets: 'phase: Running', labels: { app: 'web' } });
  t.is(lifeOf([ofApp]), undefined);
  t.truthy(lifeOf([ofApp], pod({ labels: { app: 'web' } })));
  const ofJobs = stage({
    name: 'run',
    phase: 'Pending',
    sets: 'phase: Running',
    when: [{ key: '.metadata.ownerReferences.[].kind', operator: 'In', values: ['Job'] }],
  });
  t.is(lifeOf([ofJobs]), undefined);
  t.truthy(lifeOf([ofJobs], pod({ owner: { kind: 'Job', name: 'j' } })));
});

test('of several Stages those with a weight are drawn, or all where none has one', (t) => {
  const end = (name: string, sets: string, weight?: number) =>
    stage({ name, phase: 'Running', sets, ...(weight !== undefined && { more: { weight } }) });
  const ends = (...stages: readonly Stage[]) =>
    lifeOf([RUN, ...stages])!.run[0]!.next.map(({ phase, weight }) => `${phase} ${weight}`);
  t.deepEqual(
    ends(end('a', 'phase: Succeeded', 9), end('b', 'phase: Failed', 1), end('c', 'phase: Failed')),
    ['Succeeded 9', 'Failed 1'],
  );
  t.deepEqual(ends(end('a', 'phase: Succeeded'), end('b', 'phase: Failed')), ['Succeeded 0', 'Failed 0']);
});

test('a pod is gone when a Stage deletes it after the request', (t) => {
  const gone = stage({
    name: 'gone',
    phase: 'Running',
    when: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
    more: {
      delay: {
        durationMilliseconds: 1000,
        jitterDurationFrom: { expressionFrom: '.metadata.deletionTimestamp' },
      },
    },
  });
  const life = lifeOf([RUN, gone])!;
  t.deepEqual(life.run[0]!.next, []);
  t.deepEqual(life.deletion, [{ weight: 0, delay: { from: 1e6, to: 'deletion' }, isGone: true, next: [] }]);
});

test('the patches and finalizers of newer Stages are followed', (t) => {
  const patched = stage({
    name: 'run',
    phase: 'Pending',
    when: [{ key: '.metadata.finalizers.[]', operator: 'DoesNotExist' }],
    more: {
      next: {
        patches: [
          { root: 'status', template: 'phase: Running\nconditions: [{type: Ready, status: "True"}]' },
        ],
        finalizers: { add: [{ value: 'kwok.x-k8s.io/fake' }] },
      },
    },
  });
  t.like(lifeOf([patched])!.run[0], { phase: 'Running', isReady: true, next: [] });
});

test('Stages that repeat themselves come to an end', (t) => {
  const beat = stage({ name: 'beat', phase: 'Running', sets: 'message: x' });
  t.is(lifeOf([RUN, beat])!.run[0]!.next[0]!.next[0]!.next.length, 0);
});

test('an expression that is not known is noted', (t) => {
  const notes: string[] = [];
  const odd = stage({
    name: 'odd',
    phase: 'Pending',
    sets: 'phase: Running',
    when: [{ key: 'now', operator: 'Exists' }],
  });
  stageLife([odd], pod(), ({ metadata }, message) => void notes.push(`${metadata.name}: ${message}`));
  t.deepEqual(
    [...new Set(notes)],
    ['odd: the expression now is not modelled, and counts as without a value'],
  );
});

test('a file of another form is refused with the place of the fault', (t) => {
  t.deepEqual(Object.keys(readStage({ metadata: { name: 'x' } })), ['fault']);
});
