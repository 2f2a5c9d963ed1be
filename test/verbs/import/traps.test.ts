/** Properties of real clusters' objects that a naive reader gets wrong, each with a real object. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importOpenb } from '../../../src/core/importers/openb/openb.ts';
import { podRequest } from '../../../src/core/objects/pod-request.ts';
import type { PodObject } from '../../../src/core/observing/pod-object.ts';
import { sharedPath, testWithShared } from '../../shared.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { imported, ofKind } from './imported.ts';

const pathTo = (path: string) => sharedPath(`data/${path}`);
const podsOf = (path: string) =>
  (JSON.parse(readFileSync(pathTo(path), 'utf8')) as { items: PodObject[] | null }).items ?? [];

testWithShared(
  'a static pod scheduled before its creation is bound when created, and keeps both stamps',
  async (t) => {
    const path = 'k8s-sbctl/pods/kube-system.json';
    const early = podsOf(path).filter(({ metadata, status }) => {
      const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled')?.lastTransitionTime;
      return scheduled !== undefined && scheduled !== null && scheduled < metadata.creationTimestamp!;
    });
    t.is(early.length, 3);
    const { observations } = await imported(t, [pathTo(path)]);
    for (const { metadata } of early) {
      const created = ofKind(observations, 'pod-created').find(({ uid }) => uid === metadata.uid);
      const bound = ofKind(observations, 'pod-bound').find(({ uid }) => uid === metadata.uid);
      t.deepEqual(
        created?.owners?.map(({ kind }) => kind),
        ['Node'],
      );
      t.true(bound!.at >= created!.at, 'time does not run backwards');
      t.true(bound!.stamp! < created!.stamp!, 'and what Kubernetes says is kept');
    }
  },
);

testWithShared('an Event with its time in eventTime alone dates the dump', async (t) => {
  const events = JSON.parse(readFileSync(pathTo('k8s-k3s/events/kube-system.json'), 'utf8')) as {
    items: Record<string, unknown>[];
  };
  const [scheduled] = events.items.filter(
    ({ firstTimestamp, reason }) => firstTimestamp === null && reason === 'Scheduled',
  );
  t.is(typeof scheduled?.eventTime, 'string');
  const folder = temporaryFolder(t);
  const { metadata: _metadata, ...stampless } = scheduled!;
  const late = { ...stampless, metadata: { name: 'late' }, eventTime: '2030-01-01T00:00:00.250000Z' };
  const file = join(folder, 'dump.json');
  writeFileSync(
    file,
    JSON.stringify({ kind: 'List', items: [...podsOf('k8s-k3s/pods/kube-system.json'), late] }),
  );
  t.is((await imported(t, [file])).header.start, '2030-01-01T00:00:00.250000000Z');
});

testWithShared('an Event with a count above 1 adds nothing to the recording', async (t) => {
  const files = ['nodes.json', 'pods/kube-system.json'].map((name) => pathTo(`k8s-k3s/${name}`));
  const without = await imported(t, files);
  const withEvents = await imported(t, [...files, pathTo('k8s-k3s/events/kube-system.json')]);
  t.is(withEvents.result.pods, without.result.pods);
  t.deepEqual(
    withEvents.observations.map(({ kind }) => kind),
    without.observations.map(({ kind }) => kind),
  );
});

testWithShared('a pod with restarted containers has no stamp of its first start', async (t) => {
  const path = 'k8s-sbctl/pods/velero.json';
  const crashing = podsOf(path).find(({ status }) =>
    status?.containerStatuses?.some(({ restartCount }) => restartCount === 3),
  );
  const { observations } = await imported(t, [pathTo(path)]);
  const started = ofKind(observations, 'pod-started').find(({ uid }) => uid === crashing?.metadata.uid);
  t.truthy(started);
  t.is(started?.stamp, undefined);
});

testWithShared("an unscheduled pod is recorded with the scheduler's reason", async (t) => {
  const files = ['message-pending-node-affinity', 'message-pending-pod-resources'].map((name) =>
    pathTo(`k8s-troubleshoot-samples/pods/${name}.json`),
  );
  const { observations } = await imported(t, files);
  t.is(ofKind(observations, 'pod-created').length, 2);
  t.is(ofKind(observations, 'pod-bound').length, 0);
  const messages = ofKind(observations, 'pod-unschedulable').map(({ message }) => message);
  t.is(messages.length, 2);
  t.true(messages.every((message) => /nodes are available/.test(message)));
});

testWithShared('pods older than the dump are left-truncated: their creations are no arrivals', async (t) => {
  for (const label of ['k8s-sbctl', 'k8s-k3s']) {
    const { observations } = await imported(t, [
      pathTo(`${label}/pods/kube-system.json`),
      pathTo(`${label}/nodes.json`),
    ]);
    const created = ofKind(observations, 'pod-created');
    t.true(created.length > 0);
    t.true(
      created.every(({ at, age }) => at === 0 && age !== undefined && age > 0),
      label,
    );
  }
});

function openb() {
  const [nodes, pods] = ['openb_node_list_all_node.csv', 'openb_pod_list_default.csv'].map((file) => ({
    file,
    text: readFileSync(pathTo(`openb/${file}`), 'utf8'),
  }));
  return importOpenb(nodes!, pods!);
}

testWithShared('pods that end with the window are alive at its end', (t) => {
  const { summary, pods } = openb();
  t.is(summary.aliveAtEnd, 34);
  const deletions = ofKind([...pods()], 'pod-deleted');
  t.is(deletions.filter(({ at }) => at === summary.window).length, 0);
});

testWithShared('a pod that was never scheduled can be deleted', (t) => {
  const observations = [...openb().pods()];
  const bound = new Set(ofKind(observations, 'pod-bound').map(({ uid }) => uid));
  t.is(ofKind(observations, 'pod-deleted').filter(({ uid }) => !bound.has(uid)).length, 897);
});

testWithShared('pods that are created in the same second are distinguished by their uids', async (t) => {
  const { observations } = await imported(t, [pathTo('k8s-sbctl/pods/longhorn-system.json')]);
  const created = ofKind(observations, 'pod-created');
  const stamps = new Set(created.map(({ stamp }) => stamp));
  t.true(stamps.size < created.length, 'the real dump has equal stamps');
  t.is(new Set(created.map(({ uid }) => uid)).size, created.length);
});

testWithShared('a pod in several dumps counts once', async (t) => {
  const path = pathTo('k8s-k3s/pods/kube-system.json');
  const copy = join(temporaryFolder(t), 'default.json');
  writeFileSync(copy, readFileSync(path));
  const { result } = await imported(t, [path, copy]);
  t.is(result.pods, 7);
  t.regex(result.problems[0]!.message, /^the files contain 7 pods or nodes more than once/);
});

testWithShared('certificates and keys in env values stay behind', async (t) => {
  const path = join(temporaryFolder(t), 'sonobuoy.json');
  const [pod] = podsOf('k8s-k3s/pods/kube-system.json');
  const secret =
    '-----BEGIN CERTIFICATE-----MIIDBTCCAe2gAwIBAgIIYhaPH0x7YQkwDQYJKoZIhvcNAQELBQAw-----END CERTIFICATE-----';
  const container = { ...pod!.spec.containers[0], env: [{ name: 'CA_CERT', value: secret }] };
  writeFileSync(
    path,
    JSON.stringify({ kind: 'List', items: [{ ...pod, spec: { ...pod!.spec, containers: [container] } }] }),
  );
  const { output } = await imported(t, [path]);
  const written = readFileSync(output, 'utf8');
  t.false(written.includes('CA_CERT') || written.includes('MIIDBTCC'));
});

testWithShared('a pod without requests counts as a pod and requests nothing else', async (t) => {
  const { observations } = await imported(t, [pathTo('k8s-k3s/pods/kube-system.json')]);
  const templates = new Map(ofKind(observations, 'template').map(({ hash, template }) => [hash, template]));
  const requests = ofKind(observations, 'pod-created').map(({ template }) =>
    podRequest(templates.get(template)!.spec),
  );
  t.true(requests.some((request) => request.size === 0));
});

testWithShared('a List without items, as Go writes an empty one, is empty', async (t) => {
  const empty = pathTo('k8s-k3s/pods/default.json');
  t.false(
    'items' in (JSON.parse(readFileSync(empty, 'utf8')) as object) &&
      podsOf('k8s-k3s/pods/default.json').length > 0,
  );
  const { result } = await imported(t, [empty, pathTo('k8s-k3s/nodes.json')]);
  t.is(result.pods, 0);
  await t.throwsAsync(imported(t, [empty], { moment: 0 }), { message: /contains no pods and no nodes/ });
});

testWithShared('with --history a dump gives waits and starts, as far as its stamps are known', async (t) => {
  const folder = pathTo('k8s-sbctl/pods');
  const files = readdirSync(folder).map((name) => join(folder, name));
  const { observations } = await imported(t, [...files, pathTo('k8s-sbctl/nodes.json')], { history: true });
  const timeOf = (kind: 'pod-created' | 'pod-bound' | 'pod-started') =>
    new Map(ofKind(observations, kind).map(({ uid, at }) => [uid, at]));
  const [created, bound, started] = [timeOf('pod-created'), timeOf('pod-bound'), timeOf('pod-started')];
  const waits = ofKind(observations, 'pod-created').map(
    ({ uid, name }) => [name, (bound.get(uid)! - created.get(uid)!) / 1e6] as const,
  );
  t.deepEqual(
    waits.filter(([name]) => name.startsWith('coredns')).map(([, wait]) => wait),
    [46, 46],
  );
  t.is(waits.find(([name]) => name.startsWith('minio'))?.[1], 18);
  t.true(
    waits.every(([, wait]) => wait >= 0),
    'none is negative, nor weeks long',
  );
  t.is(started.size, 51, 'all but the 7 whose containers were started again');
  const [gap] = ofKind(observations, 'gap');
  t.like(gap, { from: 0, scope: 'pods', lost: 'events' });
});
