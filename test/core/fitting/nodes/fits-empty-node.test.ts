/** A pod fits on an empty node by its requests, selector, affinity and tolerations. */
import test from 'ava';
import { fitsEmptyNode } from '../../../../src/core/fitting/nodes/fits-empty-node.ts';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodSpec } from '../../../../src/core/objects/pod.ts';

const TAINT = { key: 'batch', effect: 'NoSchedule' };

function fits(spec: Partial<PodSpec>, cpu: string, node: Partial<Node['spec']> = {}): boolean {
  const containers = [{ name: 'main', resources: { requests: { cpu } } }];
  const whole = {
    metadata: { name: 'n', labels: { zone: 'a' } },
    spec: node,
    status: { allocatable: { cpu: '2' } },
  };
  return fitsEmptyNode({ containers, ...spec }, whole);
}

test('requests, selectors, taints and cordons decide', (t) => {
  t.true(fits({}, '2'));
  t.false(fits({}, '2100m'));
  t.true(fits({ nodeSelector: { zone: 'a' } }, '1'));
  t.false(fits({ nodeSelector: { zone: 'b' } }, '1'));
  t.false(fits({}, '1', { taints: [TAINT] }));
  t.true(fits({ tolerations: [{ key: 'batch', operator: 'Exists' }] }, '1', { taints: [TAINT] }));
  t.false(fits({}, '1', { unschedulable: true }));
});
