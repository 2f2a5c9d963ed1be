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
