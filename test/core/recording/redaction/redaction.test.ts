/** Tests of redaction: a recording allows the same scheduling and measuring, and does not show whose cluster it was. */
import test from 'ava';
import { measure } from '../../../../src/core/measure/measurement.ts';
import type { PodObject } from '../../../../src/core/observing/pod-object.ts';
import { decodeObservation } from '../../../../src/core/recording/decode.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import {
  createRedaction,
  type Kept,
  type RedactionPolicy,
} from '../../../../src/core/recording/redaction/redaction.ts';
import { HEADER } from '../any-observation.ts';
import { recordedText, redacted } from './canary.ts';
import { OBJECTS } from './full-cluster-objects.ts';
import { CANARY, FULL, NODE } from './full-objects.ts';

const SALTED: RedactionPolicy = { names: { salt: 'pepper' } };

const EVERYTHING: readonly Kept[] = ['image', 'labels', 'messages'];

const POLICIES: Readonly<Record<string, RedactionPolicy>> = {
  'by default': SALTED,
  'with names kept': { names: 'kept' },
  'with names and all that may be kept': { names: 'kept', keep: EVERYTHING },
  'with pseudonyms and all that may be kept': { ...SALTED, keep: EVERYTHING },
};

for (const [which, policy] of Object.entries(POLICIES)) {
  test(`${which}, no secret of a pod or node is recorded`, (t) => {
    const text = recordedText(createRedaction(policy), { pods: [FULL], nodes: [NODE], objects: OBJECTS });
    t.true(text.includes('"pod-disrupted"'));
    t.false(text.includes(CANARY));
  });
}

test('by default no name of a namespace, workload, node, label or image is recorded', (t) => {
  const text = recordedText(createRedaction(SALTED), { pods: [FULL], nodes: [NODE], objects: OBJECTS });
  t.false(/acme|payments|gold|fast|10\.1\.2\.3/.test(text), text);
  t.true(text.includes('"kubernetes.io/arch":"amd64"'));
});

test('pods of one series without a controller share the stem of their pseudonyms', (t) => {
  const named = (uid: string, name: string): PodObject => ({
    metadata: { uid, namespace: 'default', name },
    spec: { containers: [] },
  });
  const pods = ['acme-db-0', 'acme-db-1', 'acme-web-0', 'acme'].map((name, index) =>
    named(`u${index}`, name),
  );
  const names = recordedText(createRedaction(SALTED), { pods, nodes: [] })
    .split('\n')
    .flatMap((line) => /"pod-created".*"name":"([^"]+)"/.exec(line)?.[1] ?? []);
  const [first, second, other, single] = names;
  t.regex(first!, /^pod-[0-9a-f]{10}-0$/);
  t.is(second, first!.replace(/0$/, '1'));
  t.not(other, first);
  t.regex(single!, /^pod-[0-9a-f]{10}$/);
});

test('selectors, tolerations and bindings still match after redaction', (t) => {
  const lines = recordedText(createRedaction(SALTED), { pods: [FULL], nodes: [NODE] })
    .split('\n')
    .slice(1);
  const observed = lines.map((line) => decodeObservation(line, { file: 'x', line: 1 })!);
  const all = <Kind extends Observation['kind']>(kind: Kind) =>
    observed.filter((each): each is Extract<Observation, { kind: Kind }> => each.kind === kind);
  const [node] = all('node-added');
  const [template] = all('template');
  const { spec } = template!.template;
  for (const [key, value] of Object.entries(spec.nodeSelector!))
    if (key in node!.labels!) t.is(node!.labels![key], value);
  t.is(Object.keys(spec.nodeSelector!).filter((key) => key in node!.labels!).length, 2);
  t.is(all('pod-bound')[0]?.node, node!.name);
  t.like(spec.tolerations?.[0], { key: node!.taints![0]!.key, value: node!.taints![0]!.value! });
  const term =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0];
  t.is(node!.labels![term!.matchExpressions![0]!.key], '5');
  t.deepEqual(term?.matchExpressions?.[0]?.values, ['3']);
  t.deepEqual(term?.matchFields?.[0]?.values, [node!.name]);
  t.is(spec.containers[0]?.name, all('pod-restarted')[0]?.container);
});

test('redaction changes names and no figures', (t) => {
  const figures = (policy: RedactionPolicy) => {
    const lines = recordedText(createRedaction(policy), { pods: [FULL], nodes: [NODE] })
      .split('\n')
      .slice(1);
    const observed = lines.map((line) => decodeObservation(line, { file: 'x', line: 1 })!);
    return measure(HEADER, observed).cluster.resources.cpu;
  };
  t.deepEqual(figures(SALTED), figures({ names: 'kept', keep: EVERYTHING }));
});

test('the same salt gives the same names in another recording, and another salt other names', (t) => {
  const bound: Observation = { at: 0, kind: 'pod-bound', uid: 'p', node: 'worker-1' };
  const by = (salt: string) => redacted(createRedaction({ names: { salt } }), bound);
  t.is(by('a'), by('a'));
  t.not(by('a'), by('b'));
});

const message = (text: string, policy = SALTED): string => {
  const observed = redacted(createRedaction(policy), {
    at: 0,
    kind: 'pod-unschedulable',
    uid: 'p',
    message: text,
  });
  return (JSON.parse(observed) as { message: string }).message;
};

for (const text of [
  '0/5 nodes are available: 3 Insufficient cpu, 2 node(s) were unschedulable. preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.',
  "0/5 nodes are available: 5 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.",
  '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.',
  'The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi.',
]) {
  test(`a message in Kubernetes' own words stays readable: ${text.slice(0, 30)}…`, (t) => {
    const kept = message(text);
    const shown = kept.replaceAll('…', '').length / text.length;
    t.true(shown > 0.8, kept);
    t.true(kept.startsWith(text.slice(0, 40)), kept);
  });
}

for (const text of [
  "node(s) didn't match pod topology spread constraints (missing required label)",
  "node(s) didn't satisfy existing pods anti-affinity rules",
  'not eligible due to preemptionPolicy=Never.',
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
  "node(s) didn't match Pod's required features",
  'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
])
  test(`every word of a message about what decides stays: ${text.slice(0, 45)}`, (t) => {
    t.is(message(text), text);
  });

test('names in messages are masked, and a taint has the pseudonyms of its node', (t) => {
  t.is(message('persistentvolumeclaim "acme-data" not found'), 'persistentvolumeclaim … not found');
  t.is(message('Preempted by pod acme/web-0 on node acme-1'), 'Preempted by pod … on node …');
  const taint = message(
    '0/1 nodes are available: 1 node(s) had untolerated taint {acme.example/only: payments}.',
  );
  const node = recordedText(createRedaction(SALTED), { nodes: [NODE] });
  const { taints } = JSON.parse(node.split('\n')[1]!) as {
    taints: readonly { readonly key: string; readonly value: string }[];
  };
  t.true(taint.includes(`{${taints[0]!.key}: ${taints[0]!.value}}`), taint);
});

test('kept messages are masked where they look like a secret', (t) => {
  const policy: RedactionPolicy = { ...SALTED, keep: ['messages'] };
  t.is(message('could not pull acme/web: password=hunter2', policy), 'could not pull acme/web: password=…');
  t.is(message('get https://user:pass@reg.example/v2', policy), 'get https://…reg.example/v2');
});

test('reasons that are not words of Kubernetes are pseudonyms', (t) => {
  const reasonOf = (reason: string) =>
    (
      JSON.parse(redacted(createRedaction(SALTED), { at: 0, kind: 'pod-deleted', uid: 'p', reason })) as {
        reason: string;
      }
    ).reason;
  t.is(reasonOf('OOMKilled'), 'OOMKilled');
  t.is(reasonOf('OutOfcpu'), 'OutOfcpu');
  t.regex(reasonOf('AcmeSaidNo'), /^reason-[0-9a-f]{10}$/);
  t.regex(reasonOf('OutOfacme.example/fpga'), /^OutOfextended\.invalid\/resource-[0-9a-f]{10}$/);
});

test('the header states what was left out, and does not contain the salt', (t) => {
  const { summary } = createRedaction(SALTED);
  t.true(summary.includes('names pseudonymised'));
  t.false(summary.includes('pepper'));
  t.true(createRedaction({ names: 'kept', keep: ['image'] }).summary.includes('names kept'));
});

test('groups, owners, containers and pools get pseudonyms, and kinds stay', (t) => {
  const observe = (observation: Observation) =>
    JSON.parse(redacted(createRedaction(SALTED), observation)) as Record<string, unknown>;
  const pod = {
    at: 0,
    kind: 'pod-created',
    uid: 'p',
    namespace: 'default',
    name: 'web',
    template: 't',
  } as const;
  const created = observe({
    ...pod,
    group: 'Deployment/web',
    owners: [{ kind: 'ReplicaSet', name: 'web-1' }],
  });
  t.regex(String(created.group), /^Deployment\/owner-[0-9a-f]{10}$/);
  t.like(created, { namespace: 'default' });
  t.regex(JSON.stringify(created.owners), /^\[\{"kind":"ReplicaSet","name":"owner-[0-9a-f]{10}"\}\]$/);
  t.regex(String(observe({ ...pod, group: 'web' }).group), /^owner-[0-9a-f]{10}$/);
  t.regex(String(observe({ ...pod, group: '/web' }).group), /^\/owner-[0-9a-f]{10}$/);
  t.is(observe(pod).group, undefined);
  t.is(observe(pod).owners, undefined);
  t.regex(String(observe({ ...pod, namespace: 'team' }).namespace), /^namespace-[0-9a-f]{10}$/);
  const restarted = observe({ at: 0, kind: 'pod-restarted', uid: 'p', restarts: 1, container: 'web' });
  t.regex(String(restarted.container), /^container-[0-9a-f]{10}$/);
  const node = { at: 0, kind: 'node-added', uid: 'n', name: 'a', allocatable: { cpu: '1' } } as const;
  t.regex(String(observe({ ...node, pool: 'p' }).pool), /^pool-[0-9a-f]{10}$/);
  t.is(observe(node).pool, undefined);
  t.deepEqual(observe({ at: 0, kind: 'pod-bound', uid: 'p', node: null }), {
    at: 0,
    kind: 'pod-bound',
    uid: createRedaction(SALTED).uid('p'),
    node: null,
  });
});

test('a gap keeps its reason, and a secret in it is masked', (t) => {
  const gap = (reason: string) =>
    (
      JSON.parse(redacted(createRedaction(SALTED), { at: 9, kind: 'gap', from: 1, reason })) as {
        reason: string;
      }
    ).reason;
  t.is(gap('the watch was lost'), 'the watch was lost');
  t.is(gap('GET https://user:pass@host failed'), '… failed');
});
