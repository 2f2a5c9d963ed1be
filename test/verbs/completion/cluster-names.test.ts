/** Names of a cluster and of a kubeconfig for the Tab key. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { SCHEDULER_PLUGINS } from '../../../src/core/scheduler/plugins/index.ts';
import { SCORE_PLUGIN_NAMES } from '../../../src/render/terminal/plugin-names.ts';
import { namespaceNames, runNames } from '../../../src/verbs/completion/cluster-names.ts';
import { kubeconfigNames } from '../../../src/verbs/completion/kubeconfig-names.ts';
import { json, scriptedServer, status } from '../../kubernetes/scripted-server.ts';
import { kubeconfig } from '../../kubernetes/try-cluster.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const WAIT = 5000;

function object(name: string, run?: string): object {
  return {
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      labels: run === undefined ? {} : { 'keg.dev/run': run },
    },
  };
}

test('namespaces are listed with one call', async (t) => {
  const server = await scriptedServer(t, (response) =>
    json(response, 200, { metadata: { resourceVersion: '7' }, items: [object('default'), object('team-a')] }),
  );
  const names = await namespaceNames({ kubeconfig: kubeconfig(t, { server: server.url }) }, WAIT);
  t.deepEqual(names, ['default', 'team-a']);
  t.deepEqual(
    server.requests.map(({ path }) => path),
    ['/api/v1/namespaces'],
  );
});

test('runs are those of the labels of namespaces, nodes and pods, each once', async (t) => {
  const server = await scriptedServer(t, (response, { path, query }) => {
    t.is(query.get('labelSelector'), 'keg.dev/run');
    if (path === '/api/v1/nodes') return json(response, 403, status(403, 'Forbidden', 'not for you'));
    const items = path === '/api/v1/pods' ? [object('a', 'r2'), object('b', 'r1')] : [object('n', 'r2')];
    json(response, 200, { metadata: { resourceVersion: '7' }, items });
  });
  const names = await runNames({ kubeconfig: kubeconfig(t, { server: server.url }) }, WAIT);
  t.deepEqual(names, ['r1', 'r2']);
});

test('a cluster that refuses is asked once', async (t) => {
  const server = await scriptedServer(t, (response) =>
    json(response, 503, status(503, 'Unavailable', 'later')),
  );
  await t.throwsAsync(namespaceNames({ kubeconfig: kubeconfig(t, { server: server.url }) }, WAIT));
  t.is(server.requests.length, 1);
});

test('contexts, clusters and users are those of the kubeconfig', (t) => {
  const file = join(temporaryFolder(t), 'config');
  const content = {
    contexts: [
      { name: 'dev', context: { cluster: 'c', user: 'u' } },
      { name: 'odd', context: {} },
    ],
    clusters: [{ name: 'c', cluster: { server: 'https://c' } }],
    users: [{ name: 'u', user: {} }],
  };
  writeFileSync(file, JSON.stringify(content));
  t.deepEqual(kubeconfigNames('contexts', file), [
    { name: 'dev', server: 'https://c' },
    { name: 'odd', server: '' },
  ]);
  t.deepEqual(kubeconfigNames('clusters', file), [{ name: 'c', server: 'https://c' }]);
  t.deepEqual(kubeconfigNames('users', file), [{ name: 'u', server: '' }]);
});

test('the plugins that Tab offers for --weights are those that score', (t) => {
  const scoring = SCHEDULER_PLUGINS.filter(({ points }) => points.includes('score')).map(({ name }) => name);
  t.deepEqual([...SCORE_PLUGIN_NAMES].sort(), [...scoring].sort());
});
