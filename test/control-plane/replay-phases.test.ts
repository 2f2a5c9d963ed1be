/** Checks the lives of pods and nodes on a real control plane: each delay, end and event happens as the scenario has it. */
import test, { type ExecutionContext } from 'ava';
import { type Life, live } from './life.ts';

const SPEED = 2;
/** Microseconds of scenario time, 3 s of wall time: a busy machine is that late. */
const SLACK = 3e6 * SPEED;
/** Microseconds. The first of two events may be seen this late. */
const EARLY = 0.5e6 * SPEED;

/** One play on a cluster with Stages, and one on a cluster without. */
let staged: Life;
let plain: Life;

/** Asserts that it happened, not before it was due and not much later. */
function isAt(t: ExecutionContext, time: number | undefined, due: number, what: string): void {
  const place = `${what}: ${(time ?? Number.NaN) / 1e6} s, due at ${due / 1e6} s`;
  t.true(time !== undefined && time >= due - EARLY && time <= due + SLACK, place);
}

const seconds = (from: number | undefined, to: number | undefined): string =>
  ((to! - from!) / 1e6).toFixed(2);

test.serial('half a minute plays at 2x with and without Stages and leaves nothing', async (t) => {
  [staged, plain] = (await Promise.all(
    [true, false].map((stages) => live(t, { stages }, '--speed', `${SPEED}x`)),
  )) as [Life, Life];
  const notes = staged.ended.stderr.split('\n').filter((line) => line.startsWith('note:'));
  t.is(notes.length, 1, notes.join('\n'));
  t.regex(notes[0]!, /phases\.perStart.* keg, not KWOK, carries out the phases/);
  t.regex(
    plain.ended.stderr,
    /^note: the cluster serves no Stage objects: KWOK’s own stages start a bound pod/m,
  );
});

test.serial('with Stages a pod starts and becomes ready after its own delays', (t) => {
  const { bound, started, ready, deleted } = staged.pod('delayed');
  isAt(t, bound, 2e6, 'bound');
  isAt(t, started, bound! + 8e6, 'started');
  isAt(t, ready, started! + 8e6, 'ready');
  t.is(deleted, undefined, 'it runs for ever');
  t.log(
    `8 s each: bound to started ${seconds(bound, started)} s, started to ready ${seconds(started, ready)} s`,
  );
});

test.serial('with Stages each start under way on a node makes another start longer', (t) => {
  const [first, second] = [staged.pod('starting'), staged.pod('beside-it')];
  isAt(t, first.started, first.bound! + 6e6, 'the first started');
  isAt(t, second.started, second.bound! + 14e6, 'the one beside it started');
  t.log(
    `6 s and 8 s for each other: ${seconds(first.bound, first.started)} s and ${seconds(second.bound, second.started)} s`,
  );
});

test.serial('without Stages a pod starts and becomes ready at once, as the note states', (t) => {
  const { bound, started, ready } = plain.pod('delayed');
  isAt(t, started, bound!, 'started');
  isAt(t, ready, bound!, 'ready');
});

test.serial('a lifetime begins at the start and ends by deletion, success or failure with code 1', (t) => {
  for (const { pod } of [staged, plain]) {
    const [deleted, succeeded, failed] = [pod('deleted'), pod('succeeded'), pod('failed')];
    isAt(t, deleted.deleted, deleted.started! + 8e6, 'deleted');
    t.is(deleted.finished, undefined);
    isAt(t, succeeded.finished, succeeded.started! + 8e6, 'succeeded');
    t.like(succeeded, { phase: 'Succeeded', exitCode: 0 });
    isAt(t, failed.finished, failed.started! + 8e6, 'failed');
    t.like(failed, { phase: 'Failed', exitCode: 1 });
    t.is(succeeded.deleted ?? failed.deleted, undefined, 'a pod that has ended stays');
    t.log(
      `8 s each: deleted after ${seconds(deleted.started, deleted.deleted)} s, succeeded after ${seconds(succeeded.started, succeeded.finished)} s, failed after ${seconds(failed.started, failed.finished)} s`,
    );
  }
});

test.serial('with Stages a pod that ends before its ready delay is never ready', (t) => {
  const { started, ready, finished } = staged.pod('too-brief');
  t.is(ready, undefined);
  isAt(t, finished, started! + 8e6, 'finished');
});

test.serial('a delete event deletes the pod that it names', (t) => {
  for (const { pod } of [staged, plain]) isAt(t, pod('unwanted').deleted, 12e6, 'deleted');
});

test.serial('a second pod of one name is refused with a warning, and the first lives on', (t) => {
  for (const { pod, observations, ended } of [staged, plain]) {
    t.regex(ended.stderr, /^warning: refused at \d[\d.]*s: pod "default\/twin" exists already$/m);
    const twins = observations.filter((each) => each.kind === 'pod-created' && each.name === 'twin');
    t.is(twins.length, 1);
    t.is(pod('twin').deleted, undefined);
  }
});

test.serial('a withdrawn pod is deleted at its time, bound or not', (t) => {
  for (const { pod } of [staged, plain]) {
    t.is(pod('hopeless').bound, undefined);
    isAt(t, pod('hopeless').deleted, 12e6, 'the one never bound');
    isAt(t, pod('hopeful').bound, 2e6, 'bound');
    isAt(t, pod('hopeful').deleted, 12e6, 'the one bound');
  }
});

test.serial('a cordoned node takes no pod until it is uncordoned', (t) => {
  for (const { pod, observations } of [staged, plain]) {
    isAt(t, pod('held').bound, 14e6, 'bound');
    t.is(pod('held').node, 'cordoned');
    const cordons = observations.flatMap((each) =>
      each.kind === 'node-changed' && each.unschedulable !== undefined ? [each] : [],
    );
    t.deepEqual(
      cordons.map(({ unschedulable }) => unschedulable),
      [true, false],
    );
    isAt(t, cordons[0]?.at, 2e6, 'cordoned');
    isAt(t, cordons[1]?.at, 14e6, 'uncordoned');
  }
});

test.serial('a node that grows takes the pods that did not fit before', (t) => {
  for (const { pod } of [staged, plain]) {
    isAt(t, pod('large').bound, 14e6, 'bound');
    t.is(pod('large').node, 'growing');
  }
});

test.serial('a node added during the replay takes the pods that waited for it', (t) => {
  for (const { pod } of [staged, plain]) {
    isAt(t, pod('early').bound, 10e6, 'bound');
    t.is(pod('early').node, 'late');
  }
});

test.serial('a node that is removed takes its pods with it', (t) => {
  for (const { pod, observations } of [staged, plain]) {
    isAt(t, pod('doomed').bound, 2e6, 'bound');
    const removed = observations.filter(({ kind }) => kind === 'node-removed');
    t.is(removed.length, 1);
    isAt(t, removed[0]?.at, 16e6, 'removed');
    isAt(t, pod('doomed').deleted, 16e6, 'deleted');
  }
});

test.serial('a pod of higher priority takes the place of a lower one, by classes of the run', (t) => {
  for (const { pod, ended } of [staged, plain]) {
    t.regex(ended.stderr, /^changed in pods: .*priority is given through a PriorityClass of the run/m);
    isAt(t, pod('low').bound, 2e6, 'the lower is bound');
    isAt(t, pod('low').deleted, 10e6, 'the lower is preempted');
    isAt(t, pod('high').bound, 10e6, 'the higher is bound');
  }
});
