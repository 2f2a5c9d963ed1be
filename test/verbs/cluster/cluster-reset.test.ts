/** `kubectl keg cluster reset`: its messages on stdout and stderr, and its exit codes. */
import test, { type ExecutionContext } from 'ava';
import { resetCluster } from '../../../src/verbs/cluster/reset-cluster.ts';
import { finished, keg, start } from '../../cli/run-keg.ts';
import { type FakeObjects, fakeObjects } from '../../kubernetes/fake-objects.ts';
import { json, status } from '../../kubernetes/scripted-server.ts';
import { kubeconfig } from '../../kubernetes/try-cluster.ts';

const PODS = '/api/v1/pods';
const NODES = '/api/v1/nodes';

async function twoRuns(t: ExecutionContext): Promise<{ fake: FakeObjects; kubeconfig: string }> {
  const fake = await fakeObjects(t);
  for (const run of ['r1', 'r2']) {
    const labels = { 'keg.dev/run': run };
    fake.add(NODES, `${run}-node`, { labels });
    for (const name of ['a', 'b']) fake.add(PODS, `${run}-${name}`, { labels, namespace: 'default' });
  }
  fake.add(PODS, 'foreign', { namespace: 'default' });
  return { fake, kubeconfig: kubeconfig(t, { server: fake.server.url }) };
}

test('a reset names the cluster on stderr before, and lists what is gone on stdout', async (t) => {
  const { fake, kubeconfig: file } = await twoRuns(t);
  const { code, stdout, stderr } = await keg(['cluster', 'reset', '--kubeconfig', file]);
  t.is(code, 0, stderr);
  t.is(stderr, `removing every run of keg at ${fake.server.url} (context here)\n`);
  t.is(
    stdout,
    [
      `server       ${fake.server.url}`,
      'context      here',
      'removed      r1: 1 node, 2 pods, 0 namespaces',
      '             r2: 1 node, 2 pods, 0 namespaces',
      '',
    ].join('\n'),
  );
  t.deepEqual(fake.left(), [`${PODS} foreign`]);
});

test('a dry run only counts, and --run names one run', async (t) => {
  const { fake, kubeconfig: file } = await twoRuns(t);
  const argv = ['cluster', 'reset', '--kubeconfig', file, '--run', 'r1', '--dry-run', '-o', 'json'];
  const { code, stdout, stderr } = await keg(argv);
  t.is(code, 0, stderr);
  t.is(stderr, `counting run r1 at ${fake.server.url} (context here)\n`);
  const counts = {
    workloads: 0,
    pods: 2,
    nodes: 1,
    namespaces: 0,
    priorityClasses: 0,
    runtimeClasses: 0,
    storage: 0,
    stages: 0,
  };
  t.deepEqual(JSON.parse(stdout), {
    server: fake.server.url,
    context: 'here',
    run: 'r1',
    dryRun: true,
    interrupted: false,
    removed: counts,
    runs: [{ run: 'r1', ...counts }],
  });
  t.is(fake.left().length, 7);
});

test('a reset of an empty cluster ends with 0, repeatedly', async (t) => {
  const { fake, kubeconfig: file } = await twoRuns(t);
  await resetCluster({ choice: { kubeconfig: file }, dryRun: false });
  const again = await keg(['cluster', 'reset', '--kubeconfig', file]);
  t.is(again.code, 0);
  t.regex(again.stdout, /^removed {6}nothing: there is no run of keg$/m);
  const one = await keg(['cluster', 'reset', '--kubeconfig', file, '--run', 'r9', '--dry-run']);
  t.is(one.code, 0);
  t.regex(one.stdout, /^would remove +nothing: there is nothing of run r9$/m);
  t.deepEqual(fake.left(), [`${PODS} foreign`]);
});

test('a refusal is one line and exit code 3; a bad run id is a usage error', async (t) => {
  const { fake, kubeconfig: file } = await twoRuns(t);
  const usage = await keg(['cluster', 'reset', '--kubeconfig', file, '--run', 'a,b']);
  t.is(usage.code, 2);
  t.regex(usage.stderr, /^error: "a,b" is not the id of a run \(kubectl keg cluster status lists/m);
  fake.intercept = (response) => {
    json(response, 403, status(403, 'Forbidden', 'not for you'));
    return true;
  };
  const refused = await keg(['cluster', 'reset', '--kubeconfig', file]);
  t.is(refused.code, 3);
  t.regex(refused.stderr, /\nerror: \S+ does not allow this: not for you \(ask for the right/);
  t.is(refused.stdout, '');
});

test('Ctrl-C ends a reset with what is gone so far', async (t) => {
  const { fake, kubeconfig: file } = await twoRuns(t);
  const child = start(['bin/kubectl-keg.cjs', 'cluster', 'reset', '--kubeconfig', file]);
  fake.intercept = (_response, { method, path }) => {
    if (method !== 'DELETE' || !path.includes('r2-b')) return false;
    // Never answered.
    child.kill('SIGINT');
    return true;
  };
  const { code, stdout } = await finished(child);
  t.is(code, 130);
  // As many as were answered before.
  t.regex(stdout, /^removed {6}(r1: 0 nodes, [12] pods?, 0 namespaces|r2: .*|nothing: .*)$/m);
  t.regex(stdout, /^ {13}interrupted: there may be more$/m);
});
