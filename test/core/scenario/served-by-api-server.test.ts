/** A scenario is refused where an API server would refuse its objects and pods: default classes, versions of groups, label keys. */
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

const errorsOf = (text: string) =>
  loadScenario(text, 'a.yaml')
    .problems.filter(({ severity }) => severity === 'error')
    .map(formatProblem);

const PODS = 'events: {pods: [{name: p, arrivalTime: 9s, podSpec: {spec: {containers: [{}]}}}]}\n';
const priorityClass = (name: string, value: number, rest = ', globalDefault: true') =>
  `{kind: PriorityClass, metadata: {name: ${name}}, value: ${value}${rest}}`;

test('a second default PriorityClass is an error with the place of both', (t) => {
  const both = `cluster: {objects: [${priorityClass('a', 9)}, ${priorityClass('b', 7)}]}\n${PODS}`;
  t.deepEqual(errorsOf(both), [
    'a.yaml:1:164: error: cluster.objects[1].globalDefault: PriorityClass "a" (a.yaml:1:21) is the default already: only one can be',
  ]);
});

test('a default PriorityClass may follow one that was removed or is no default any more', (t) => {
  const first = `cluster: {objects: [${priorityClass('a', 9)}]}\n`;
  const after = (event: string, at = '5s') =>
    `${first}events:\n  objects: [${event}{at: ${at}, action: set, object: ${priorityClass('b', 7)}}]\n`;
  t.regex(errorsOf(after('')).join(), /events\.objects\[0\]\.object\.globalDefault: PriorityClass "a"/);
  const removed = '{at: 4s, action: remove, kind: PriorityClass, name: a}, ';
  t.deepEqual(errorsOf(after(removed)), []);
  t.regex(errorsOf(after(removed, '3s')).join(), /is the default already/);
  t.deepEqual(errorsOf(after(`{at: 4s, action: set, object: ${priorityClass('a', 9, '')}}, `)), []);
});

test('the same class may be set again', (t) => {
  const again = `cluster: {objects: [${priorityClass('a', 9)}]}\nevents:\n  objects: [{at: 1s, action: set, object: ${priorityClass('a', 8)}}]\n`;
  t.deepEqual(errorsOf(again), []);
});

for (const [kind, old, served] of [
  ['PodDisruptionBudget', 'policy/v1beta1', 'policy/v1'],
  ['Deployment', 'apps/v1beta2', 'apps/v1'],
  ['ReplicaSet', 'extensions/v1beta1', 'apps/v1'],
  ['CSINode', 'storage.k8s.io/v1beta1', 'storage.k8s.io/v1'],
  ['Service', 'v1beta3', 'v1'],
] as const) {
  test(`a ${kind} of ${old} is an error that names ${served}`, (t) => {
    const text = (version: string) =>
      `cluster: {objects: [{apiVersion: ${version}, kind: ${kind}, metadata: {name: x}}]}\n${PODS}`;
    t.deepEqual(errorsOf(text(served)), []);
    t.deepEqual(errorsOf(text(old)), [
      `a.yaml:1:34: error: cluster.objects[0].apiVersion: an API server has no ${kind} of "${old}": write ${served}`,
    ]);
  });
}

const pod = (spec: string) =>
  `events: {pods: [{name: p, arrivalTime: 1s, podSpec: {metadata: {labels: {app: web, rev: a}}, spec: {${spec}, containers: [{}]}}}]}\n`;
const required = (kind: string, term: string) =>
  `affinity: {${kind}: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, ${term}}]}}`;
const preferred = (term: string) =>
  `affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: zone, ${term}}}]}}`;
const spread = (term: string) =>
  `topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, ${term}}]`;

const SELECTORS: readonly (readonly [string, (term: string) => string])[] = [
  ['a required affinity term', (term) => required('podAffinity', term)],
  ['a required anti-affinity term', (term) => required('podAntiAffinity', term)],
  ['a preferred affinity term', preferred],
  ['a spread constraint', spread],
];

for (const [name, write] of SELECTORS) {
  test(`label keys of ${name} are checked as an API server checks them`, (t) => {
    const found = (term: string) => errorsOf(pod(write(term))).join();
    t.regex(found('matchLabelKeys: [rev]'), /\.matchLabelKeys: matchLabelKeys needs a labelSelector/);
    t.is(found('labelSelector: {matchLabels: {app: web}}, matchLabelKeys: [rev]'), '');
    t.regex(
      found('labelSelector: {matchLabels: {rev: a}}, matchLabelKeys: [rev]'),
      /"rev" is in the labelSelector too/,
    );
    t.regex(
      found('labelSelector: {matchExpressions: [{key: rev, operator: Exists}]}, matchLabelKeys: [rev]'),
      /"rev" is in the labelSelector too/,
    );
    // The pod has no label "other", so the API server adds nothing for it.
    t.is(found('labelSelector: {matchLabels: {other: a}}, matchLabelKeys: [other]'), '');
    if (write === spread) return;
    t.regex(
      found('mismatchLabelKeys: [rev]'),
      /\.mismatchLabelKeys: mismatchLabelKeys needs a labelSelector/,
    );
    t.regex(
      found('labelSelector: {}, matchLabelKeys: [rev], mismatchLabelKeys: [rev]'),
      /"rev" is in mismatchLabelKeys too/,
    );
  });
}
