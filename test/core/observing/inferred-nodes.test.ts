/** Tests of the nodes that are inferred from the pods on them. */
import test from 'ava';
import { collectNodes } from '../../../src/core/fitting/nodes/node-history.ts';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import { createInferredNodes } from '../../../src/core/observing/inferred-nodes.ts';
import type { Observation } from '../../../src/core/recording/observation.ts';
import { collectRecordedNodes } from '../../../src/core/timeline/recorded-nodes.ts';
import fc from '../../seeded-properties.ts';

function inferring() {
  const seen: Observation[] = [];
  let made = 0;
  const nodes = createInferredNodes({
    observe: (observation) => seen.push(observation),
    templateHash() {
      made += 1;
      return `t${made}`;
    },
  });
  let at = 0;
  const bind = (uid: string, node: string, cpu: string, spec: Partial<PodSpec> = {}) => {
    at += 1;
    const resources = { requests: { cpu } };
    const template = nodes.templateHash({ spec: { ...spec, containers: [{ name: 'a', resources }] } }, at);
    nodes.observe({ at, kind: 'pod-created', uid, namespace: 'd', name: uid, template });
    nodes.observe({ at, kind: 'pod-bound', uid, node });
  };
  const end = (uid: string) => {
    at += 1;
    nodes.observe({ at, kind: 'pod-deleted', uid });
  };
  return { seen, nodes, bind, end };
}

test('a node stands before the first pod on it, with its request and the labels that it selects', (t) => {
  const { seen, bind } = inferring();
  bind('p', 'n1', '500m', { nodeSelector: { disk: 'ssd', 'cloud.google.com/gke-nodepool': 'fast' } });
  t.deepEqual(
    seen.map(({ kind }) => kind),
    ['pod-created', 'node-added', 'pod-bound'],
  );
  t.like(seen[1], {
    uid: 'inferred/n1',
    name: 'n1',
    pool: 'fast',
    inferred: true,
    labels: { 'kubernetes.io/hostname': 'n1', disk: 'ssd', 'cloud.google.com/gke-nodepool': 'fast' },
    allocatable: { pods: '110', cpu: '500m' },
  });
});

test('an affinity that leaves a choice proves no label', (t) => {
  const { seen, bind } = inferring();
  const term = (values: string[]) => ({ matchExpressions: [{ key: 'zone', operator: 'In', values }] });
  const required = (...nodeSelectorTerms: ReturnType<typeof term>[]) => ({
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  });
  bind('one', 'n1', '1', required(term(['a'])));
  bind('two', 'n2', '1', required(term(['a', 'b'])));
  bind('three', 'n3', '1', required(term(['a']), term(['b'])));
  const zones = seen.flatMap((each) => (each.kind === 'node-added' ? [each.labels?.zone] : []));
  t.deepEqual(zones, ['a', undefined, undefined]);
});

test('a fit and a replay give a node from the start the most that its pods held at one time', (t) => {
  const steps = fc.array(fc.record({ cpu: fc.integer({ min: 1, max: 40 }), ends: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(steps, (drawn) => {
      const { seen, bind, end } = inferring();
      const running: { uid: string; cpu: number }[] = [];
      let most = 0;
      for (const [index, { cpu, ends }] of drawn.entries()) {
        const oldest = ends ? running.shift() : undefined;
        if (oldest) end(oldest.uid);
        bind(`p${index}`, 'n', `${cpu}`);
        running.push({ uid: `p${index}`, cpu });
        most = Math.max(
          most,
          running.reduce((sum, each) => sum + each.cpu, 0),
        );
      }
      const fitted = collectNodes();
      const replayed = collectRecordedNodes();
      for (const observation of seen) {
        fitted.observe(observation);
        replayed.observe(observation);
      }
      const [node] = fitted.history(0);
      const [added, ...others] = replayed.planned();
      const expected = { cpu: `${most * 1000}m`, pods: '110' };
      return (
        node!.states.length === 1 &&
        t.deepEqual(node!.states[0]!.node.status.allocatable, expected) &&
        others.length === 0 &&
        added!.action.kind === 'add-node' &&
        t.deepEqual(added!.action.node.status.allocatable, expected)
      );
    }),
    { numRuns: 60 },
  );
});

test('a recording that goes on knows what its first part inferred', (t) => {
  const first = inferring();
  first.bind('p', 'n1', '2');
  const second = inferring();
  for (const observation of first.seen) second.nodes.restore(observation);
  second.bind('q', 'n1', '1');
  t.deepEqual(
    second.seen.map(({ kind }) => kind),
    ['pod-created', 'node-changed', 'pod-bound'],
  );
});
