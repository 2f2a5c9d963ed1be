/** What a replay on a chosen target says about flags of replay that have no effect there. */
import { join } from 'node:path';
import test from 'ava';
import type { Problem } from '../../../src/core/errors/problem.ts';
import { TARGETS } from '../../../src/targets/index.ts';
import { replayOn } from '../../../src/verbs/replay/replay-on.ts';

const REQUEST = {
  file: join(import.meta.dirname, '../../../fixtures/gpu-day.yaml'),
  duration: 60e6,
  tool: { name: 'kubectl-keg', version: '0.0.0' },
};

async function notesOf(speed: number | undefined): Promise<readonly Problem['code'][]> {
  const problems: Problem[] = [];
  const show = { inform() {}, doing() {}, warn: (more: readonly Problem[]) => problems.push(...more) };
  await replayOn(TARGETS[0]!, {}, { ...REQUEST, speed, show });
  return problems.map(({ code }) => code);
}

test('a note states that a speed has no effect in virtual time', async (t) => {
  t.deepEqual(await notesOf(10), ['idle-flag']);
  t.deepEqual(await notesOf(undefined), []);
});
