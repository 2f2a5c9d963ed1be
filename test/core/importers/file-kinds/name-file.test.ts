/** Every kind of file that people hand to keg is named, with a next step where keg has one. */
import test from 'ava';
import { fileHead } from '../../../../src/core/importers/file-kinds/file-head.ts';
import type { FileKind } from '../../../../src/core/importers/file-kinds/file-kind.ts';
import { KNOWN_FILES } from '../../../../src/core/importers/file-kinds/known-files.ts';
import { kindOfFile, requireRole, wrongFile } from '../../../../src/core/importers/file-kinds/name-file.ts';
import { IMPORT_FORMATS } from '../../../../src/core/importers/import-formats.ts';

const headOf = (text: string, file: string) => fileHead(new TextEncoder().encode(text), file);

const object = (apiVersion: string, kind: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x}\n`;

const cases: readonly (readonly [text: string, file: string, title: string])[] = [
  ['', 'x.yaml', 'an empty file'],
  [' \n\n', 'x.yaml', 'an empty file'],
  ['{"apiVersion":"keg.dev/v1alpha1","kind":"Recording","source":{}}\n', 'x.keg.jsonl', 'a recording'],
  ['{"kind": "Recording", "apiVersion": "keg.dev/v1alpha1"}\n', 'x.keg.jsonl', 'a recording'],
  [object('keg.dev/v1alpha1', 'Scenario'), 'x.yaml', 'a scenario'],
  ['# a comment\n\n---\napiVersion: keg.dev/v1alpha1\nkind: Scenario\n', 'x.yaml', 'a scenario'],
  ['events:\n  pods: []\n', 'x.yaml', 'a scenario'],
  ['{"apiVersion":"keg.dev/v1alpha1","kind":"Scenario","source":{"kind":"x"}}', 'x.json', 'a scenario'],
  [object('keg.dev/v2', 'Experiment'), 'x.yaml', 'a file of another version of keg'],
  ['{}\n', 'x.json', 'an empty document'],
  ['[]\n', 'x.json', 'a JSON list'],
  ['null\n', 'x.json', 'an empty document'],
  ['---\n# nothing\n\n', 'x.yaml', 'an empty document'],
  ['services: {web: {image: nginx}}\nvolumes: {}\n', 'x.yaml', 'a Compose file'],
  ['[\n {\n  "kind": "Event",\n  "apiVersion": "audit.k8s.io/v1"\n', 'x.json', "an API server's audit log"],
  [
    '[\n {"protoPayload": {"request": {"kind": "Pod"}}}]',
    'x.json',
    'log entries of Google Cloud without requests to Kubernetes',
  ],
  ['node-1 {"kind":"Event","apiVersion":"audit.k8s.io/v1"}\n', 'x.log', "an API server's audit log"],
  ['{"events": {"pods": []}}', 'x.json', 'a scenario'],
  ['{\n  "metadata": {"name": "x"},\n  "cluster": {\n    "nodes": [\n', 'x.json', 'a scenario'],
  [
    '{\n  "apiVersion": "keg.dev/v1alpha1",\n  "kind": "Report"\n}',
    'x.json',
    'a report that keg printed (-o json or yaml)',
  ],
  [
    'generation:\n  numPodEvents: 100\nscenarioName: x\n',
    'config.yaml',
    'a generator configuration of kube-event-generator',
  ],
  [
    'scenario:\n - step:\n     name: 1\n     actions: []\n',
    'steps.yml',
    'a list of steps for the Karpenter driver',
  ],
  ["simulator:\n  run_id: 'x'\n  timestep: 30\n", 'config.yml', 'a configuration of the Karpenter driver'],
  [object('apps/v1', 'Deployment'), 'web.yaml', 'the manifest of a Deployment'],
  [object('apps/v1', 'StatefulSet'), 'db.yaml', 'the manifest of a StatefulSet'],
  [object('batch/v1', 'CronJob'), 'cron.yaml', 'the manifest of a CronJob'],
  [object('kwok.x-k8s.io/v1alpha1', 'Stage'), 'stage.yaml', 'a Stage of KWOK'],
  [object('config.kwok.x-k8s.io/v1alpha1', 'KwokConfiguration'), 'kwok.yaml', 'a configuration of KWOK'],
  ['apiVersion: v1\nclusters: []\nkind: Config\n', 'kubeconfig', 'a kubeconfig'],
  [
    object('kubescheduler.config.k8s.io/v1', 'KubeSchedulerConfiguration'),
    's.yaml',
    'a KubeSchedulerConfiguration',
  ],
  [object('kustomize.config.k8s.io/v1beta1', 'Kustomization'), 'k.yaml', 'a Kustomization'],
  ['resources: [web.yaml]\nnamePrefix: a-\n', 'kustomization.yaml', 'a Kustomization'],
  [object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'), 'c.yaml', 'a CustomResourceDefinition'],
  [object('kind.x-k8s.io/v1alpha4', 'Cluster'), 'kind.yaml', 'a configuration of kind'],
  [object('audit.k8s.io/v1', 'Policy'), 'policy.yaml', 'an audit policy'],
  [object('rbac.authorization.k8s.io/v1', 'ClusterRole'), 'r.yaml', 'an object of Kubernetes'],
  [
    '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata"}\n',
    'audit.log',
    "an API server's audit log",
  ],
  [object('v1', 'Pod'), 'pod.yaml', 'a file of Kubernetes manifests'],
  [
    '{"events":[{"logStreamName":"a","message":"{}"}]}',
    'x.json',
    'log events of CloudWatch without audit events',
  ],
  [
    '{"pods":[],"nodes":[],"pvs":[],"pvcs":[],"storageClasses":[]}',
    'x.json',
    'an export of kube-scheduler-simulator',
  ],
  ['{"name":"x","version":"1.0.0","scripts":{}}', 'package.json', 'a package.json of npm'],
  ['{"name":"x","lockfileVersion":3}', 'package-lock.json', 'a package-lock.json of npm'],
  ['apiVersion: v2\nname: web\nversion: 1.0.0\n', 'Chart.yaml', 'a Helm chart'],
  ['replicaCount: 1\nimage: {}\nservice: {}\n', 'x.yaml', 'values of a Helm chart'],
  ['services:\n  web:\n    image: nginx\n', 'compose.yaml', 'a Compose file'],
  ['# HELP up x\n# TYPE up gauge\nup 1\n', 'metrics', 'metrics of Prometheus'],
  ['{"status":"success","data":{"resultType":"vector","result":[]}}', 'x', 'an answer of Prometheus'],
  ['groups:\n- rules:\n  - expr: up == 0\n', 'rules.yaml', 'a file of Prometheus rules'],
  ['sn,cpu_milli,memory_mib,gpu,model\n', 'n.csv', 'the node list of the GPU trace openb'],
  ['name,cpu_milli,memory_mib,num_gpu\n', 'p.csv', 'a pod list of the GPU trace openb'],
  ['a,b\n1,2\n', 'x.csv', 'CSV'],
  ['[1, 2]', 'x.json', 'a JSON list'],
  ['- a\n- b\n', 'x.yaml', 'a list in YAML'],
  ['{"a": 1}', 'x.json', 'JSON'],
  ['a: 1\nb: 2\n', 'x.yaml', 'YAML'],
  ['<!DOCTYPE html>\n', 'x.html', 'a page of HTML or XML'],
  ['#!/bin/sh\n', 'x.sh', 'a script'],
  ['Title: x\n', 'README.md', 'Markdown'],
  ['hello\n', 'x', 'text'],
  ['a\u0000b', 'x', 'a binary file'],
];

for (const [text, file, title] of cases) {
  test(`${JSON.stringify(text.slice(0, 40))} in ${file} is named`, (t) => {
    t.is(kindOfFile(headOf(text, file)).title, title);
  });
}

for (const [bytes, title] of [
  [[0x1f, 0x8b, 8], 'a gzip file inside a gzip file'],
  [[0x50, 0x4b, 3, 4], 'a zip archive'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
  [[0xff, 0xfe, 0x61, 0], 'text'],
  [[0x85, 0xa7], 'a SimKube trace'],
] as const) {
  test(`the first bytes ${bytes.map((byte) => byte.toString(16)).join(' ')} name ${title}`, (t) => {
    t.is(kindOfFile(fileHead(Uint8Array.from(bytes), 'x')).title, title);
  });
}

test('a refusal names the file, its kind, what was wanted and the command to run', (t) => {
  const error = wrongFile(
    headOf('{"kind":"Event","apiVersion":"audit.k8s.io/v1"}', 'my audit.log'),
    'a scenario',
  );
  t.is(error.message, "this is an API server's audit log, not a scenario");
  t.deepEqual(error.position, { file: 'my audit.log' });
  t.is(error.next, "convert it into a recording: kubectl keg import 'my audit.log' -o OUT.keg.jsonl");
  t.is(error.exitCode, 2);
});

test('an unknown file is described by its keys, an unknown object by its kind', (t) => {
  const messageOf = (text: string) => wrongFile(headOf(text, 'x'), 'a scenario').message;
  t.is(messageOf('a: 1\n'), 'this is YAML with the key "a", not a scenario');
  t.is(
    messageOf('{"a":1,"b":2,"c":3,"d":4,"e":5}'),
    'this is JSON with the keys "a", "b", "c", "d", …, not a scenario',
  );
  t.is(messageOf(object('v1', 'Secret')), 'this is an object of Kubernetes of kind Secret, not a scenario');
});

test('a role that a command reads is returned, another one is refused', (t) => {
  const scenario = headOf('events: {}\n', 'x.yaml');
  t.is(requireRole(scenario, ['recording', 'scenario'], 'a scenario or a recording'), 'scenario');
  t.throws(() => requireRole(scenario, ['recording'], 'a recording'), {
    message: 'this is a scenario, not a recording',
  });
});

test('a JSON file that is longer than the head is recognised by its least indented keys', (t) => {
  const head = headOf(
    '{\n    "apiVersion": "v1",\n    "items": [\n        {\n            "kind": "Pod"',
    'x.json',
  );
  t.deepEqual([...head.keys], ['apiVersion', 'items']);
  t.is(head.apiVersion, 'v1');
});

test('a long JSON file on one line is recognised by all of its keys', (t) => {
  const head = headOf('{"apiVersion":"v1","items":[{"metadata":{"name":"x"},"kind":"Po', 'x.json');
  t.true(head.keys.has('items'));
  t.is(kindOfFile(head).title, 'a dump of objects (kubectl get -o json or yaml)');
});

test('the list is open: every import format is in it, and a new kind counts where it stands', (t) => {
  for (const { title } of IMPORT_FORMATS)
    t.true(
      KNOWN_FILES.some((kind) => kind.title === title),
      title,
    );
  const toy: FileKind = { title: 'a toy', detect: ({ firstLine }) => firstLine === 'TOY' };
  t.is(kindOfFile(headOf('TOY\n', 'x'), [toy, ...KNOWN_FILES]), toy);
  t.is(kindOfFile(headOf('TOY\n', 'x')).title, 'text');
});
