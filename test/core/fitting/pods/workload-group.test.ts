/** Groups of pods: which labels their template has, and which differences separate them. */
import test from 'ava';
import type { PodHistory } from '../../../../src/core/fitting/pods/pod-history.ts';
import { groupPods } from '../../../../src/core/fitting/pods/workload-group.ts';

let count = 0;
function pod(more: Partial<PodHistory>, image = 'web:1'): PodHistory {
  count += 1;
  const template = { spec: { containers: [{ name: 'main', image }] } };
  return {
    uid: `u${count}`,
    namespace: 'n',
    name: `web-${count}`,
    group: 'Deployment/web',
    templateHash: image,
    template,
    created: 0,
    wasThere: false,
    seen: 0,
    bound: undefined,
    node: undefined,
    started: undefined,
    ready: undefined,
    ended: undefined,
    cause: undefined,
    ...more,
  };
}

test('a template has the labels that all pods of the group have, without those of controllers', (t) => {
  const labels = (more: object) => ({ app: 'web', 'pod-template-hash': 'x', ...more });
  const [group] = groupPods([pod({ labels: labels({ run: '1' }) }), pod({ labels: labels({ run: '2' }) })]);
  t.deepEqual(group?.template.metadata, { labels: { app: 'web' } });
  t.is(groupPods([pod({}), pod({ labels: labels({}) })])[0]?.template.metadata, undefined);
});

test('pods of another image are of the same group', (t) => {
  t.is(groupPods([pod({}), pod({}, 'web:2')]).length, 1);
});

test('pods without a recorded group are grouped by the pattern of their names', (t) => {
  const named = (...names: string[]): (readonly [string, number])[] =>
    groupPods(names.map((name) => pod({ name, group: undefined }))).map((group) => [
      group.name,
      group.pods.length,
    ]);
  t.deepEqual(named('bare-pod-1781282449', 'bare-pod-1781282509', 'train-x7k2p', 'train-b9d4f'), [
    ['bare-pod', 2],
    ['train', 2],
  ]);
  t.deepEqual(named('pod-088169b9df', 'pod-726c37b264'), [['pod', 2]]);
});

test('names that each occur once say nothing, so the template makes the group', (t) => {
  const names = ['alice', 'bob', 'carol', 'dave', 'eve'].map((name) => ({ name, group: undefined }));
  t.is(groupPods(names.map((name) => pod(name))).length, 1);
  t.is(groupPods(names.slice(1).map((name) => pod(name))).length, 4);
});

test('Jobs whose names differ only in their numbers are one group', (t) => {
  const jobs = ['Job/ci-101', 'Job/ci-102', 'Job/build-7'].map((group) => pod({ group }));
  t.deepEqual(
    groupPods(jobs).map(({ name, pods }) => [name, pods.length]),
    [
      ['job-ci', 2],
      ['job-build', 1],
    ],
  );
});
