/** Every kind of file that keg knows by its content gets its own name. */
import test from 'ava';
import { fileHead } from '../../../../src/core/importers/file-kinds/file-head.ts';
import { KNOWN_FILES } from '../../../../src/core/importers/file-kinds/known-files.ts';
import { kindOfFile, wrongFile } from '../../../../src/core/importers/file-kinds/name-file.ts';

const headOf = (text: string, file = 'x') => fileHead(new TextEncoder().encode(text), file);

const object = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}\nkind: ${kind}\n`;

const CHART = 'a template of a Helm chart';
const VALUES = 'values of a Helm chart';
const KUSTOMIZATION = 'a Kustomization';
const RULES = 'a file of Prometheus rules';
const PACKAGE = 'a package.json of npm';
const OTHER = 'an object of Kubernetes';

const cases: readonly (readonly [title: string, text: string, file?: string])[] = [
  ['a file of another version of keg', '{"apiVersion": "keg.dev/v2", "kind": "Other"}'],
  ['a recording', '{"source":{},"kind":"Recording"}'],
  ['YAML', 'x: {"kind": "Recording"}\n'],
  ['a scenario', 'apiVersion: keg.dev/v1alpha1\n'],
  ['a scenario', 'kind: Scenario\n'],
  ['a scenario', 'cluster: {}\n'],
  ['a scenario', 'templates: {}\n'],
  ['an object of Kubernetes', object('other.keg.dev/v1', 'Fit')],
  ['a fit that keg printed (-o json or yaml)', object('keg.dev/v1alpha1', 'Fit')],
  ['a fit that keg printed (-o json or yaml)', object('keg.dev/v1alpha1', 'RecordingFit')],
  ['a report that keg printed (-o json or yaml)', object('keg.dev/v1alpha1', 'Report')],
  ['YAML', 'apiVersion: a/v1\ngeneration: 1\n'],
  ['a kubeconfig', object('v1', 'Config')],
  [OTHER, object('v1alpha1', 'Config')],
  [OTHER, object('a/v1', 'Config')],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'].map(
    (kind) => [`the manifest of a ${kind}`, object('apps/v1', kind)] as const,
  ),
  ['the manifest of a Deployment', object('extensions/v1beta1', 'Deployment')],
  ['the manifest of a ReplicationController', object('v1', 'ReplicationController')],
  [OTHER, object('my.apps/v1', 'Deployment')],
  [OTHER, object('v1beta1', 'Deployment')],
  ['the manifest of a Job', object('batch/v1', 'Job')],
  ['the manifest of a CronJob', object('batch/v1beta1', 'CronJob')],
  [OTHER, object('my.batch/v1', 'Job')],
  [OTHER, object('my.batch/v1', 'CronJob')],
  [OTHER, object('my.kubescheduler.config.k8s.io/v1', 'KubeSchedulerConfiguration')],
  ['a configuration of KWOK', object('kwok.x-k8s.io/v1alpha1', 'Metric')],
  ['a configuration of KWOK', object('config.kwok.x-k8s.io/v1alpha1', 'Stage')],
  [OTHER, object('my.kwok.x-k8s.io/v1alpha1', 'Stage')],
  [OTHER, object('my.kind.x-k8s.io/v1alpha4', 'Cluster')],
  ['a configuration of kubeadm or the kubelet', object('kubeadm.k8s.io/v1beta4', 'ClusterConfiguration')],
  [
    'a configuration of kubeadm or the kubelet',
    object('kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration'),
  ],
  [OTHER, object('my.kubeadm.k8s.io/v1', 'ClusterConfiguration')],
  [OTHER, object('kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration')],
  [KUSTOMIZATION, 'resources: []\nnamePrefix: a-\n'],
  [KUSTOMIZATION, 'resources: []\npatches: []\n'],
  [KUSTOMIZATION, 'resources: []\nimages: []\n'],
  [KUSTOMIZATION, 'a: 1\n', 'kustomization.yaml'],
  [KUSTOMIZATION, 'a: 1\n', 'base/kustomization.yml'],
  [KUSTOMIZATION, 'a: 1\n', 'base\\kustomization.yml'],
  ['YAML', 'a: 1\n', 'mykustomization.yaml'],
  ['YAML', 'a: 1\n', 'kustomization.yaml.orig'],
  ['YAML', 'resources: []\n'],
  ['YAML', 'namePrefix: a-\n'],
  ['YAML', 'images: []\n'],
  ['YAML', 'kind: Other\nresources: []\nimages: []\n'],
  [OTHER, object('my.kustomize.config.k8s.io/v1', 'Kustomization')],
  [OTHER, object('my.apiextensions.k8s.io/v1', 'CustomResourceDefinition')],
  [OTHER, object('my.audit.k8s.io/v1', 'Policy')],
  ['an object of Karpenter', object('karpenter.sh/v1', 'NodePool')],
  ['an object of Karpenter', object('karpenter.k8s.aws/v1', 'EC2NodeClass')],
  [OTHER, object('my.karpenter.sh/v1', 'NodePool')],
  [RULES, object('monitoring.coreos.com/v1', 'PrometheusRule')],
  [OTHER, object('my.monitoring.coreos.com/v1', 'PrometheusRule')],
  [RULES, 'groups:\n- rules:\n  - expr: up\n'],
  ['YAML', 'groups: []\n'],
  ['YAML', 'other:\n- expr: up\n'],
  ['YAML', 'kind: Other\ngroups:\n- expr: up\n'],
  ['YAML', 'apiVersion: v1\n'],
  ['YAML', 'kind: Other\n'],
  ['YAML', 'scenario:\n  name: a\n'],
  ['YAML', 'other:\n - step:\n'],
  [
    'a file of sample scenarios of node-classifier-sim',
    '{"light_load": [{"name": "node-1", "cpu_pressure": 0.1, "vms": [{"id": "vm-1"}]}]}',
  ],
  ['a list of steps for the Karpenter driver', 'scenario:\n  action_type: x\n'],
  ['a list of steps for the Karpenter driver', 'scenario:\n-   step:\n'],
  ['YAML', 'scenario: a - step:\n'],
  ['YAML', 'simulator: {}\n'],
  ['YAML', 'other:\n  timestep: 3\n'],
  ['a configuration of the Karpenter driver', 'simulator:\n  associated_scenario: a\n'],
  ['a configuration of the Karpenter driver', 'simulator:\n  timestep: 3\n'],
  ['JSON', '{"pods":[],"nodes":[],"pvs":[]}'],
  ['JSON', '{"pods":[],"pvs":[],"pvcs":[],"namespaces":[]}'],
  ['JSON', '{"kind":"A","pods":[],"nodes":[],"pvs":[],"pvcs":[]}'],
  [
    'an export of kube-scheduler-simulator',
    '{"pods":[],"nodes":[],"priorityClasses":[],"schedulerConfig":{},"namespaces":[]}',
  ],
  ['YAML', 'lockfileVersion: 6\n'],
  [PACKAGE, '{}', 'a/package.json'],
  [PACKAGE, '{}', 'a\\package.json'],
  ['JSON', '{"a": 1}', 'mypackage.json'],
  ['JSON', '{"a": 1}', 'package.json5'],
  [PACKAGE, '{"name":"a","version":"1","dependencies":{}}'],
  [PACKAGE, '{"name":"a","version":"1","devDependencies":{}}'],
  [PACKAGE, '{"name":"a","version":"1","scripts":{}}'],
  ['JSON', '{"name":"a","version":"1"}'],
  ['JSON', '{"name":"a","scripts":{}}'],
  ['JSON', '{"version":"1","scripts":{}}'],
  ['YAML', 'name: a\nversion: 1\nscripts: {}\n'],
  ['a Helm chart', 'apiVersion: v1\nname: a\nversion: 1\n'],
  ['YAML', 'apiVersion: v3\nname: a\nversion: 1\n'],
  ['YAML', 'apiVersion: v1beta\nname: a\nversion: 1\n'],
  ['YAML', 'apiVersion: av1\nname: a\nversion: 1\n'],
  ['YAML', 'apiVersion: v2\nname: a\n'],
  [OTHER, 'apiVersion: v1\nkind: A\nname: a\nversion: 1\n'],
  [VALUES, 'a: 1\n', 'values.yaml'],
  [VALUES, 'a: 1\n', 'chart/values-prod.yml'],
  [VALUES, 'a: 1\n', 'chart\\values.yml'],
  ['YAML', 'a: 1\n', 'my-values.yaml'],
  ['YAML', 'a: 1\n', 'values/a.yaml'],
  ['YAML', 'a: 1\n', 'values.yaml.orig'],
  ['YAML', 'kind: A\na: 1\n', 'values.yaml'],
  ['JSON', '{"a": 1}', 'values.yaml'],
  ['YAML', 'image: a\nservice: {}\n'],
  ['JSON', '{"image": 1, "service": 2, "affinity": 3}'],
  [VALUES, 'imagePullSecrets: []\nnameOverride: a\nfullnameOverride: b\n'],
  [VALUES, 'serviceAccount: a\npodAnnotations: b\npodSecurityContext: c\n'],
  [VALUES, 'ingress: a\nautoscaling: b\nresources: c\n'],
  [VALUES, 'nodeSelector: a\ntolerations: b\naffinity: c\n'],
  [CHART, 'a: {{ .Values.b }}\n'],
  [CHART, 'a: {{- .Release.Name }}\n'],
  [CHART, 'a: {{ .Chart.Name }}\n'],
  ['YAML', 'a: {{ .Other.b }}\n'],
  ['YAML', 'a: {{.Values.b}}\n'],
  ['YAML', 'a: .Values.b\n'],
  ['YAML', 'a: 1 # {{ .Values.b }}\n'],
  ['a JSON list', '[{"a": "{{ .Values.b }}"}]'],
  ['YAML', 'services: {}\n'],
  ['YAML', 'other:\n  image: a\n'],
  ['YAML', 'kind: A\nservices:\n  image: a\n'],
  ['JSON', '{"status":"success","data":{}}'],
  ['JSON', '{"status":"error","resultType":1}'],
  ['metrics of Prometheus', 'up 1\n# TYPE up gauge\n'],
  ['an empty document', '# HELP\n'],
  ['text', 'a # HELP up\n'],
  ['JSON', '{"data":[{"logStreamName":"a"}]}'],
  ['log events of CloudWatch without audit events', '{"events":[{"ingestionTime":1}]}'],
  ['a JSON Schema', '{"$schema":"a","properties":{}}'],
  ['JSON', '{"$schema":"a"}'],
  ['JSON', '{"properties":{}}'],
  ['CSV', 'a,sn,cpu_milli,memory_mib,gpu\n'],
  ['CSV', 'a,name,cpu_milli,memory_mib,x\n'],
  ['a page of HTML or XML', ' <?xml version="1.0"?>\n'],
  ['a page of HTML or XML', '<html>\n'],
  ['a page of HTML or XML', '<svg>\n'],
  ['text', 'a <html>\n'],
  ['text', '<other>\n'],
  ['an empty document', ' #!/bin/sh\n'],
  ['Markdown', 'a\n', 'A.MD'],
  ['text', 'a\n', 'a.md.txt'],
  ['a JSON list', '[]'],
  ['a JSON list', '[ "a"'],
  ['a JSON list', '[true, 1]'],
  ['a JSON list', '[-1, 1]'],
  ['a JSON list', '\n[[1]]'],
  ['text', '[section]\nx = 1\n'],
  ['text', '[1]\nx = 1\n'],
  ['an empty document', '{}'],
  ['CSV', 'a,b\n1,2\n3,4\n5\n'],
  ['CSV', 'a,b'],
  ['text', 'a,b\n1,2,3\n'],
  ['YAML', 'a: b, c\n'],
  ['a list in YAML', '# a\n---\n\n- b\n'],
  ['text', '-b\n'],
  ['text', 'a\n- b\n'],
];

for (const title of new Set(cases.map(([each]) => each))) {
  test(`${title} is recognised`, (t) => {
    for (const [expected, text, file] of cases)
      if (expected === title) t.is(kindOfFile(headOf(text, file)).title, title, JSON.stringify([text, file]));
  });
}

const BYTES: readonly (readonly [title: string, bytes: readonly number[]])[] = [
  ['a gzip file inside a gzip file', [0x1f, 0x8b]],
  ['a zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['a zstd file', [0x28, 0xb5, 0x2f, 0xfd]],
  ['an xz file', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a bzip2 file', [0x42, 0x5a, 0x68]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]],
];

for (const [title, bytes] of BYTES) {
  test(`${title} is recognised by all of its first bytes`, (t) => {
    const titleOf = (...each: readonly number[]) => kindOfFile(fileHead(Uint8Array.from(each), 'x')).title;
    t.is(titleOf(...bytes, 7), title);
    for (const index of bytes.keys())
      t.not(titleOf(...bytes.map((byte, at) => (at === index ? 0x61 : byte))), title);
  });
}

test('text in UTF-16 is what its text is, in both orders', (t) => {
  const titleOf = (...bytes: readonly number[]) => kindOfFile(fileHead(Uint8Array.from(bytes), 'x')).title;
  t.is(titleOf(0xff, 0xfe, 0x61, 0), 'text');
  t.is(titleOf(0xfe, 0xff, 0, 0x61), 'text');
  for (const [first, second] of [
    [0xff, 0xff],
    [0xfe, 0xfe],
    [0x61, 0xfe],
    [0x61, 0xff],
  ] as const)
    t.is(titleOf(first, second, 0), 'a binary file');
});

test('a tar archive is recognised by the word behind its first header', (t) => {
  const tar = (at: number) => {
    const bytes = new Uint8Array(512).fill(0x61);
    bytes.set(new TextEncoder().encode('ustar'), at);
    return kindOfFile(fileHead(bytes, 'x')).title;
  };
  t.is(tar(257), 'a tar archive');
  t.is(tar(256), 'text');
  t.is(tar(258), 'text');
});

test('a refusal names up to four keys of a file', (t) => {
  t.is(
    wrongFile(headOf('{"a":1,"b":2,"c":3,"d":4}'), 'a scenario').message,
    'this is JSON with the keys "a", "b", "c", "d", not a scenario',
  );
  t.is(
    wrongFile(headOf('a: 1\nb: 2\n'), 'a scenario').message,
    'this is YAML with the keys "a", "b", not a scenario',
  );
});

test('a file name with special characters is quoted in the command to run', (t) => {
  const next = (file: string) => wrongFile(headOf(object('v1', 'Config'), file), 'a scenario').next;
  t.regex(next("it's.yaml")!, / --kubeconfig 'it'\\''s.yaml'$/);
  t.regex(next('a/b_c-1+2@3:4.yaml')!, / --kubeconfig a\/b_c-1\+2@3:4.yaml$/);
  t.regex(next('a b')!, / 'a b'$/);
});

test('a kind without a next step has that of the caller, else the pages of the docs', (t) => {
  t.is(wrongFile(headOf('hello'), 'a scenario', 'do this').next, 'do this');
  t.regex(wrongFile(headOf('hello'), 'a scenario').next!, /docs\/reference\/scenario.md/);
});

test('a list of kinds that fits no file is a bug', (t) => {
  t.throws(() => kindOfFile(headOf('a'), []), { message: 'the last kind of file must fit every file' });
  t.is(kindOfFile(headOf('a'), KNOWN_FILES.slice(-1)).title, 'text');
});

test('a MessagePack map is recognised by its first key, which is text', (t) => {
  const titleOf = (...bytes: readonly number[]) => kindOfFile(fileHead(Uint8Array.from(bytes), 'x')).title;
  for (const bytes of [
    [0x81, 0xa0],
    [0x8f, 0xa7],
    [0xde, 0, 16],
  ])
    t.is(titleOf(...bytes), 'a SimKube trace');
  for (const bytes of [
    [0x80, 0xa7],
    [0x90, 0xa7],
    [0x85, 0x9f],
    [0xdd, 0, 16],
  ])
    t.not(titleOf(...bytes), 'a SimKube trace');
});
