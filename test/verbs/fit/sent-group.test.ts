/** A group that is fitted in a thread has the fit that it has without one. */
import test from 'ava';
import { randomStream } from '../../../src/core/distributions/random-stream.ts';
import { fitGroup } from '../../../src/core/fitting/pods/fit-group.ts';
import { AS_CHOSEN, type GroupForm } from '../../../src/core/fitting/pods/group-form.ts';
import type { WorkloadGroup } from '../../../src/core/fitting/pods/workload-group.ts';
import { onThreads } from '../../../src/threads/on-threads.ts';
import { startWorker } from '../../../src/threads/start-worker.ts';
import type { Piece } from '../../../src/verbs/fit/fit-worker.ts';
import { type ReturnedFit, returnedFit, sentGroup } from '../../../src/verbs/fit/sent-group.ts';
import { ranFor } from '../../core/fitting/runs/made-runs.ts';

const WINDOW = 100_000;
const WATCH = { window: WINDOW, resolution: 1e-6 };

/** Run times with an infinite mean: a few pods have most of the time. */
function groupOf(name: string): WorkloadGroup {
  const uniform = randomStream(1, name);
  const pods = Array.from({ length: 60 }, (_, index) =>
    ranFor(WINDOW, (index + uniform()) * 1000, 100 * (uniform() ** (-1 / 0.8) - 1), '1'),
  );
  return { name, namespace: 'default', template: pods[0]!.template, requests: [], pods };
}

for (const keepsHeavy of [false, true]) {
  test(`threads fit groups as one thread does${keepsHeavy ? ', with pods one by one too' : ''}`, async (t) => {
    const groups = ['a', 'b', 'c'].map(groupOf);
    const form: GroupForm = { ...AS_CHOSEN, keepsHeavy, repeats: 9 };
    const loads = new Map(groups.flatMap(({ pods }) => pods.map((pod, index) => [pod, index % 3] as const)));
    const rest = { watch: WATCH, loads, seed: 1, form };
    const pieces = groups.map((group) => ({ kind: 'group', group: sentGroup(group, rest) }) as const);
    const done: number[] = [];
    const onDone = (count: number): void => void done.push(count);
    const sent = await onThreads<Piece, ReturnedFit>({
      pieces,
      start: () => startWorker('fit-worker'),
      onDone,
    });
    t.deepEqual(done, [1, 2, 3]);
    for (const [index, each] of sent.entries()) {
      const fit = returnedFit(groups[index]!, each);
      t.deepEqual(
        fit,
        fitGroup(groups[index]!, WATCH, loads, 1, () => {}, form),
      );
      t.is(fit.runs?.kept !== undefined, keepsHeavy);
      for (const { pod } of fit.runs?.kept?.pods ?? []) t.true(groups[index]!.pods.includes(pod));
    }
  });
}
