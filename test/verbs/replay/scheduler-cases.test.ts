/** Plays the cases of ../shared in which a real kube-scheduler, or its rules, gave the answer, and compares what happens. */
import type { ExecutionContext } from 'ava';
import { sharedPath, testWithShared } from '../../shared.ts';
import { type EmbeddedReplay, replayEmbedded } from './replay-embedded.ts';

interface Story {
  readonly replay: EmbeddedReplay;
  /** Node names by pod name, in order of the bindings. */
  readonly bound: ReadonlyMap<string, string>;
  /** Microseconds. */
  readonly boundAt: ReadonlyMap<string, number>;
  /** Last messages of the scheduler, by pod name. */
  readonly messages: ReadonlyMap<string, string>;
  readonly gone: ReadonlyMap<string, { readonly at: number; readonly reason: string | undefined }>;
}

async function storyOf(file: string): Promise<Story> {
  const replay = await replayEmbedded({
    file: sharedPath(`cases/scheduler/${file}.yaml`),
    keepObservations: true,
  });
  const names = new Map<string, string>();
  const story = {
    replay,
    ...{ bound: new Map<string, string>(), boundAt: new Map<string, number>() },
    ...{ messages: new Map<string, string>(), gone: new Map() },
  };
  for (const each of replay.observations) {
    if (each.kind === 'pod-created') names.set(each.uid, each.name);
    const name = 'uid' in each ? names.get(each.uid) : undefined;
    if (name === undefined) continue;
    if (each.kind === 'pod-bound') story.bound.set(name, each.node!);
    if (each.kind === 'pod-bound') story.boundAt.set(name, each.at);
    if (each.kind === 'pod-unschedulable') story.messages.set(name, each.message);
    if (each.kind === 'pod-deleted') story.gone.set(name, { at: each.at, reason: each.reason });
  }
  return story;
}

function testCase(file: string, answer: string, check: (t: ExecutionContext, story: Story) => void): void {
  testWithShared(`${file}.yaml: ${answer}`, async (t) => check(t, await storyOf(file)));
}

/** Number of bound pods by node. */
function perNode({ bound }: Story): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const node of [...bound.values()].sort()) counts[node] = (counts[node] ?? 0) + 1;
  return counts;
}

testCase('service-spread', '2 pods on each of the six nodes', (t, story) => {
  t.deepEqual(perNode(story), { 'a-0': 2, 'a-1': 2, 'a-2': 2, 'b-0': 2, 'b-1': 2, 'b-2': 2 });
});

testCase('spread', 'the zones take turns', (t, { bound }) => {
  t.deepEqual([...bound.values()], ['a-0', 'b-0', 'a-0', 'b-0', 'a-0', 'b-0']);
});

testCase('affinity', '1 pod is bound, 2 are pending', (t, { replay: { figures } }) => {
  t.like(figures.pods, { bound: 1, alive: { pending: 2 } });
});

testCase('existing-anti', 'the existing pod refuses the new one', (t, { bound }) => {
  t.deepEqual([...bound.keys()], ['keeper']);
});

for (const file of ['priority', 'priorityclass']) {
  testCase(file, 'low is preempted within 50 ms and high is bound soon after', (t, { gone, boundAt }) => {
    t.is(gone.get('low')?.reason, 'PreemptionByScheduler');
    t.true(gone.get('low')!.at - 10e6 <= 50e3);
    t.true(boundAt.get('high')! - 10e6 <= 60e3);
  });
}

testCase('gates', 'gated, never tried', (t, { replay: { figures }, bound }) => {
  t.is(bound.size, 0);
  t.like(figures.neverBound, { pending: 0, gated: 1 });
});

testCase('podconfig', '3 pods in each zone', (t, story) => {
  t.deepEqual(perNode(story), { 'a-0': 3, 'b-0': 3 });
});

testCase('image', 'the node that has the image', (t, { bound }) => {
  t.is(bound.get('p'), 'n1');
});

testCase('gcepd', 'the second pod finds no disk', (t, { bound, messages }) => {
  t.deepEqual([...bound.keys()], ['p']);
  t.regex(messages.get('q')!, /1 node\(s\) had no available disk/);
});

testCase('pvc', 'unschedulable without its claim', (t, { bound, messages }) => {
  t.is(bound.size, 0);
  t.regex(messages.get('p')!, /persistentvolumeclaim "no-such-claim" not found/);
});

testCase('ephemeral', 'waits for its claim', (t, { bound, messages }) => {
  t.is(bound.size, 0);
  t.regex(messages.get('p')!, /claim|storageclass/i);
});

testCase('claims', 'waits, and what is not modelled is said and counted', (t, { bound, replay }) => {
  t.is(bound.size, 0);
  const problems = replay.figures.problems.filter(({ code }) => code === 'not-modelled');
  t.regex(problems.map(({ message }) => message).join(), /1 pod .*resource claims/);
});

testWithShared('runtimeclass.yaml: refused, since the RuntimeClass does not exist', async (t) => {
  await t.throwsAsync(() => storyOf('runtimeclass'), { message: /RuntimeClass .*"kata"/ });
});

testCase('schedname', 'pending for ever, and the report says why', (t, { bound, replay }) => {
  t.is(bound.size, 0);
  t.regex(replay.figures.neverBound.reasons[0]!.reason!, /no profile is named "?volcano/);
});

testWithShared('configs-extender.yaml: extenders are refused by name', async (t) => {
  await t.throwsAsync(() => storyOf('configs-extender'), { message: /extender/ });
});

testCase('nodename', 'a node that does not exist is the reason', (t, { bound, messages, replay }) => {
  t.deepEqual(
    [...bound],
    [
      ...new Map([
        ['full', 'a-0'],
        ['over', 'a-0'],
        ['free', 'a-1'],
      ]),
    ],
  );
  t.is(replay.figures.pods.failed, 1);
  t.is(messages.get('gone'), 'node nowhere does not exist');
});

testCase('nozone', 'no pod is bound: the nodes lack the label', (t, { bound, replay }) => {
  t.is(bound.size, 0);
  const reason = "node(s) didn't match pod topology spread constraints (missing required label)";
  t.deepEqual(
    replay.figures.neverBound.reasons.map((each) => each.reason),
    [reason],
  );
});
