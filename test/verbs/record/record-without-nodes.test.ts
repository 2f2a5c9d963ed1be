/** Tests of recording without the right to read nodes: they are inferred from the pods, and said to be. */
import test from 'ava';
import { fitRecording } from '../../../src/verbs/fit/fit-recording.ts';
import { reportRecording } from '../../../src/verbs/report/report-recording.ts';
import { keg } from '../../cli/run-keg.ts';
import { readBack } from './read-back.ts';
import { inShort, nodeOf, podOf, trial } from './recorder-trial.ts';

test('without the right to nodes, each is inferred from its first pod, and the header says it', async (t) => {
  const { cluster, file, problems, begin } = await trial(t);
  cluster.forbid('nodes');
  cluster.put('pods', podOf('p', { node: 'a', cpu: '2' }));
  const going = await begin();
  cluster.put('pods', podOf('q'));
  cluster.put('pods', podOf('q', { node: 'a' }));
  cluster.remove('pods', 'p');
  await going.until(({ events, nodes }) => events === 4 && nodes === 1);
  await going.end();
  const { header, observations } = await readBack(file);
  t.deepEqual(inShort(observations), [
    'pod-created p',
    'node-added inferred/a',
    'pod-bound p',
    'pod-created q',
    'node-changed inferred/a',
    'pod-bound q',
    'pod-deleted p',
    'close',
  ]);
  t.is(header.source.nodes, 'inferred');
  const [stated] = header.problems ?? [];
  t.is(stated?.code, 'inferred-nodes');
  t.regex(
    stated?.next ?? '',
    /a ClusterRole with rules: \[\{apiGroups: \[""\], resources: \[nodes\], verbs: \[list, watch\]\}\]/,
  );
  t.deepEqual(problems, [stated]);
});

test('a pseudonymised recording without nodes goes on after a resume, and its nodes stay', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.forbid('nodes');
  cluster.put('pods', podOf('p', { node: 'secret-a' }));
  const names = { salt: 'salt' };
  await (await begin({ names })).end();
  cluster.put('pods', podOf('q', { node: 'secret-a' }));
  await (await begin({ names, resume: true })).end();
  const { observations } = await readBack(file);
  const kinds = observations.map(({ kind }) => kind).filter((kind) => kind.startsWith('node-'));
  t.deepEqual(kinds, ['node-added', 'node-changed']);
  t.false(JSON.stringify(observations).includes('secret-a'));
});

test('a recording is not resumed with nodes of another source', async (t) => {
  const { cluster, begin } = await trial(t);
  cluster.put('nodes', nodeOf('a'));
  await (await begin()).end();
  cluster.forbid('nodes');
  await t.throwsAsync(begin({ resume: true }), {
    message: /has the nodes of the cluster, and now they may not/,
  });
});

test('report, fit and replay say that nodes are inferred, and the fitted scenario too', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.forbid('nodes');
  const going = await begin();
  for (const uid of ['p', 'q', 'r']) cluster.put('pods', podOf(uid, { node: 'a', phase: 'Running' }));
  await going.until(({ pods }) => pods === 3);
  await going.end();
  const { figures } = await reportRecording({ file, keepObservations: false });
  t.true(figures.problems.some(({ code }) => code === 'inferred-nodes'));
  const report = await keg(['report', file]);
  t.regex(report.stdout, /Not seen +nodes are inferred from the pods/);
  const { problems, scenario } = await fitRecording({
    recordings: [file],
    scenario: undefined,
    plot: undefined,
    force: false,
    seed: 1,
  });
  t.true(problems.some(({ code }) => code === 'inferred-nodes'));
  t.regex(JSON.stringify(scenario.metadata), /nodes are inferred from the pods/);
  const replay = await keg(['replay', file]);
  t.is(replay.code, 0, replay.stderr);
  t.regex(replay.stderr, /nodes are inferred from the pods/);
});
