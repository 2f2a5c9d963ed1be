/** A recording of a release that the model has no rules of: the replay says whose rules decide. */
import { readFileSync, writeFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import type { ReplayRequest } from '../../../src/verbs/replay/replay-scenario.ts';
import { life, node, replay, template, written } from './written-day.ts';

/** What is said of the version of a recorded cluster. */
async function said(
  t: ExecutionContext,
  kubernetes: string | undefined,
  request: Partial<ReplayRequest> = {},
): Promise<string[]> {
  const file = written(t, [node('a'), template('1'), ...life('p1', '1', 1, 2)]);
  const source = { kind: 'cluster', ...(kubernetes && { kubernetes }) };
  const text = readFileSync(file, 'utf8').replace(/"source":\{[^}]*\}/, `"source":${JSON.stringify(source)}`);
  writeFileSync(file, text);
  const { figures } = await replay(file, request);
  return figures.problems.flatMap(({ code, message }) => (code === 'not-modelled' ? [message] : []));
}

test('rules of another release are named, also for releases with a suffix', async (t) => {
  const rules = 'the embedded scheduler decides by the rules of 1.37';
  for (const release of ['1.28', 'v1.28.9-eks-1', '1.41', '2.0'])
    t.deepEqual(await said(t, release), [`Kubernetes ${release} is not modelled: ${rules}`]);
});

test('nothing is said of a modelled release, of an unknown one, or where a release is asked for', async (t) => {
  for (const release of ['1.30', 'v1.36.3-gke.1', undefined]) t.deepEqual(await said(t, release), []);
  t.deepEqual(await said(t, '1.28', { kubernetesVersion: '1.30' }), []);
});
