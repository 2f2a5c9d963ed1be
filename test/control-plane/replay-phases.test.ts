/** A pod's life and a node's on a real control plane: each delay, end and event as the scenario has it, as the cluster was seen to do it. */
import test, { type ExecutionContext } from 'ava';
import { type Life, live } from './life.ts';

const SPEED = 2;
/** For a machine that is busy with other things: 3 s of the wall's time, as scenario time. */
const SLACK = 3e6 * SPEED;
/** The first of two events may be seen a little late. */
const EARLY = 0.5e6 * SPEED;

/** On a cluster with Stages, and on a plain one. */
let staged: Life;
let plain: Life;

/** That it happened, and when it was due. */
function isAt(t: ExecutionContext, time: number | undefined, due: number, what: string): void {
  const told = `${what}: ${(time ?? Number.NaN) / 1e6} s, due at ${due / 1e6} s`;
  t.true(time !== undefined && time >= due - EARLY && time <= due + SLACK, told);
}

const seconds = (from: number | undefined, to: number | undefined): string =>
  ((to! - from!) / 1e6).toFixed(2);

test('half a minute of lives is played at 2x on clusters with and without Stages, and nothing of it stays', async (t) => {
  [staged, plain] = (await Promise.all(
    [true, false].map((stages) => live(t, { stages }, '--speed', `${SPEED}x`)),
  )) as [Life, Life];
  const notes = staged.ended.stderr.split('\n').filter((line) => line.startsWith('note:'));
  t.is(notes.length, 1, notes.join('\n'));
  t.regex(notes[0]!, /phases\.perStart.* keg, not KWOK, carries out the phases/);
  t.regex(plain.ended.stderr, /^note: the cluster serves no Stage objects: KWOK’s own stages act/m);
});

test('with Stages a pod starts and becomes ready after its own delays', (t) => {
  const { bound, started, ready, deleted } = staged.pod('delayed');
  isAt(t, bound, 2e6, 'bound');
  isAt(t, started, bound! + 8e6, 'started');
  isAt(t, ready, started! + 8e6, 'ready');
  t.is(deleted, undefined, 'it runs for ever');
  t.log(
    `8 s each: bound to started ${seconds(bound, started)} s, started to ready ${seconds(started, ready)} s`,
  );
});

test('with Stages a start takes longer by each other start under way on its node', (t) => {
  const [first, second] = [staged.pod('starting'), staged.pod('beside-it')];
  isAt(t, first.started, first.bound! + 6e6, 'the first started');
  isAt(t, second.started, second.bound! + 14e6, 'the one beside it started');
  t.log(
    `6 s and 8 s for each other: ${seconds(first.bound, first.started)} s and ${seconds(second.bound, second.started)} s`,
  );
});

test('without Stages a pod starts and becomes ready at once, as was said', (t) => {
  const { bound, started, ready } = plain.pod('delayed');
  isAt(t, started, bound!, 'started');
  isAt(t, ready, bound!, 'ready');
});

test('a lifetime counts from started, and ends by deletion, success or failure with exit code 1', (t) => {
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

test('with Stages a pod that would be ready only after its end never is', (t) => {
  const { started, ready, finished } = staged.pod('too-brief');
  t.is(ready, undefined);
  isAt(t, finished, started! + 8e6, 'finished');
});

test('a pod is deleted by the event that names it', (t) => {
  for (const { pod } of [staged, plain]) isAt(t, pod('unwanted').deleted, 12e6, 'deleted');
});

test('a second pod of one name is refused and told, and the first one lives on', (t) => {
  for (const { pod, observations, ended } of [staged, plain]) {
    t.regex(ended.stderr, /^warning: refused at \d[\d.]*s: pod "default\/twin" is there already$/m);
    const twins = observations.filter((each) => each.kind === 'pod-created' && each.name === 'twin');
    t.is(twins.length, 1);
    t.is(pod('twin').deleted, undefined);
  }
});

test('a pod that was withdrawn goes at its time, whatever has become of it', (t) => {
  for (const { pod } of [staged, plain]) {
    t.is(pod('hopeless').bound, undefined);
    isAt(t, pod('hopeless').deleted, 12e6, 'the one never bound');
    isAt(t, pod('hopeful').bound, 2e6, 'bound');
    isAt(t, pod('hopeful').deleted, 12e6, 'the one bound');
  }
});

test('a cordoned node takes no pod until it is uncordoned', (t) => {
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

test('a node that grows takes what it had no room for', (t) => {
  for (const { pod } of [staged, plain]) {
    isAt(t, pod('large').bound, 14e6, 'bound');
    t.is(pod('large').node, 'growing');
  }
});

test('a node added while the replay runs takes the pods that waited for it', (t) => {
  for (const { pod } of [staged, plain]) {
    isAt(t, pod('early').bound, 10e6, 'bound');
    t.is(pod('early').node, 'late');
  }
});

test('a node that is removed takes its pods with it', (t) => {
  for (const { pod, observations } of [staged, plain]) {
    isAt(t, pod('doomed').bound, 2e6, 'bound');
    const removed = observations.filter(({ kind }) => kind === 'node-removed');
    t.is(removed.length, 1);
    isAt(t, removed[0]?.at, 16e6, 'removed');
    isAt(t, pod('doomed').deleted, 16e6, 'deleted');
  }
});

test('priorities are given through classes of the run: the higher pod takes the lower one’s room', (t) => {
  for (const { pod, ended } of [staged, plain]) {
    t.regex(ended.stderr, /^changed in pods: .*priority is given through a PriorityClass of the run/m);
    isAt(t, pod('low').bound, 2e6, 'the lower is bound');
    isAt(t, pod('low').deleted, 10e6, 'the lower is preempted');
    isAt(t, pod('high').bound, 10e6, 'the higher is bound');
  }
});
