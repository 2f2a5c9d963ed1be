/** Tests of the fields of a pod template under redaction: which stay, which get pseudonyms, which are left out. */
import test from 'ava';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import { PLAIN_LABELS, pseudonymousLabels } from '../../../../src/core/recording/redaction/redact-labels.ts';
import { redactNames } from '../../../../src/core/recording/redaction/redact-names.ts';
import { redactTemplate } from '../../../../src/core/recording/redaction/redact-template.ts';

/** Marks each name with its kind, so that the test shows which rule was used. */
const name = (kind: string, text: string): string => `${kind}(${text})`;
const HOW = {
  name,
  uid: (text: string): string => text,
  keepsNames: false,
  keepsImages: false,
  nodeLabels: pseudonymousLabels(name),
  podLabels: pseudonymousLabels(name, 'pseudonymised'),
};
const PSEUDONYMS = redactNames(HOW);

function redactedSpec(spec: object, how = PSEUDONYMS): unknown {
  return redactTemplate({ spec: { containers: [], ...spec } } as unknown as PodTemplate, how).spec;
}

const SELECTOR = {
  matchLabels: { app: 'web' },
  matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', '3'] }],
};
const HIDDEN_SELECTOR = {
  matchLabels: { 'key(app)': 'value(web)' },
  matchExpressions: [{ key: 'key(tier)', operator: 'In', values: ['value(front)', 'value(3)'] }],
};
const TERM = {
  labelSelector: SELECTOR,
  topologyKey: 'rack',
  namespaces: ['team-a'],
  namespaceSelector: SELECTOR,
  matchLabelKeys: ['pod-hash'],
  mismatchLabelKeys: ['tenant'],
  unknown: 'secret',
};
const HIDDEN_TERM = {
  labelSelector: HIDDEN_SELECTOR,
  topologyKey: 'key(rack)',
  namespaces: ['namespace(team-a)'],
  namespaceSelector: HIDDEN_SELECTOR,
  matchLabelKeys: ['key(pod-hash)'],
  mismatchLabelKeys: ['key(tenant)'],
};

for (const kind of ['podAffinity', 'podAntiAffinity'])
  test(`all fields of ${kind} get pseudonyms, and unknown ones are left out`, (t) => {
    const affinity = {
      [kind]: {
        requiredDuringSchedulingIgnoredDuringExecution: [TERM],
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: TERM }],
      },
    };
    t.deepEqual(redactedSpec({ affinity }), {
      containers: [],
      affinity: {
        [kind]: {
          requiredDuringSchedulingIgnoredDuringExecution: [HIDDEN_TERM],
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: HIDDEN_TERM }],
        },
      },
    });
  });

test('node affinity and node selectors get the pseudonyms of labels', (t) => {
  const term = {
    matchExpressions: [
      { key: 'disk', operator: 'Exists' },
      { key: 'generation', operator: 'Gt', values: ['3'] },
    ],
    matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker-1'] }],
  };
  const hidden = {
    matchExpressions: [
      { key: 'key(disk)', operator: 'Exists' },
      { key: 'key(generation)', operator: 'Gt', values: ['3'] },
    ],
    matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node(worker-1)'] }],
  };
  const spec = {
    nodeSelector: { disk: 'fast', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': 'worker-1' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 2, preference: term }],
      },
    },
  };
  t.deepEqual(redactedSpec(spec), {
    containers: [],
    nodeSelector: {
      'key(disk)': 'value(fast)',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': 'node(worker-1)',
    },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [hidden] },
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 2, preference: hidden }],
      },
    },
  });
});

test('spread constraints keep their numbers and policies', (t) => {
  const rules = {
    maxSkew: 1,
    whenUnsatisfiable: 'DoNotSchedule',
    minDomains: 3,
    nodeAffinityPolicy: 'Honor',
    nodeTaintsPolicy: 'Ignore',
  };
  const topologySpreadConstraints = [
    { ...rules, topologyKey: 'rack', labelSelector: SELECTOR, matchLabelKeys: ['pod-hash'], note: 'secret' },
    { maxSkew: 2, topologyKey: 5 },
  ];
  t.deepEqual(redactedSpec({ topologySpreadConstraints }), {
    containers: [],
    topologySpreadConstraints: [
      {
        ...rules,
        topologyKey: 'key(rack)',
        labelSelector: HIDDEN_SELECTOR,
        matchLabelKeys: ['key(pod-hash)'],
      },
      { maxSkew: 2 },
    ],
  });
});

test('the other fields of a spec keep numbers and common names, and hide the rest', (t) => {
  const spec = {
    resources: { requests: { cpu: '1' }, limits: { cpu: '2' }, claims: [{ name: 'gpu' }] },
    overhead: { cpu: '10m' },
    tolerations: [
      { key: 'only', operator: 'Equal', value: 'team', effect: 'NoExecute', tolerationSeconds: 5 },
      { operator: 'Exists' },
      { key: '', operator: 'Exists' },
    ],
    priority: 1000,
    priorityClassName: 'gold',
    preemptionPolicy: 'Never',
    schedulerName: 'own',
    hostNetwork: true,
    schedulingGates: [{ name: 'quota' }],
    terminationGracePeriodSeconds: 30,
    serviceAccountName: 'secret',
  };
  t.deepEqual(redactedSpec(spec), {
    containers: [],
    resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
    overhead: { cpu: '10m' },
    tolerations: [
      {
        key: 'key(only)',
        operator: 'Equal',
        value: 'value(team)',
        effect: 'NoExecute',
        tolerationSeconds: 5,
      },
      { operator: 'Exists' },
      { key: '', operator: 'Exists' },
    ],
    priority: 1000,
    priorityClassName: 'class(gold)',
    preemptionPolicy: 'Never',
    schedulerName: 'scheduler(own)',
    hostNetwork: true,
    schedulingGates: [{ name: 'key(quota)' }],
    terminationGracePeriodSeconds: 30,
  });
  const common = { priorityClassName: 'system-node-critical', schedulerName: 'default-scheduler' };
  t.deepEqual(redactedSpec(common), { containers: [], ...common });
});

test('containers keep resources, ports, restart policy, and images by hash or by name', (t) => {
  const container = {
    name: 'main',
    image: 'registry.example/web:1@sha256:0123',
    resources: { requests: { cpu: '1' }, limits: { cpu: '2' }, claims: [] },
    ports: [
      { containerPort: 80, hostPort: 8080, hostIP: '10.1.2.3', protocol: 'UDP', name: 'http' },
      { containerPort: 81, hostIP: '0.0.0.0' },
    ],
    restartPolicy: 'Always',
    args: ['secret'],
  };
  const hidden = {
    name: 'container(main)',
    image: 'image(registry.example/web:1@sha256:0123):1',
    resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
    ports: [
      { containerPort: 80, hostPort: 8080, hostIP: 'ip(10.1.2.3)', protocol: 'UDP' },
      { containerPort: 81, hostIP: '0.0.0.0' },
    ],
    restartPolicy: 'Always',
  };
  const spec = { containers: [container], initContainers: [container] };
  t.deepEqual(redactedSpec(spec), { containers: [hidden], initContainers: [hidden] });
  const withImages = redactNames({ ...HOW, keepsImages: true });
  const shown = { ...hidden, image: withImages.image(container.image) };
  t.regex(shown.image, /^registry\.example\/web:1@[0-9a-f]{10}$/);
  t.deepEqual(redactedSpec(spec, withImages), { containers: [shown], initContainers: [shown] });
});

test('labels of the template get pseudonyms, and secrets in kept ones are masked', (t) => {
  const template = {
    metadata: { labels: { app: 'web', token: 'AKIAABCDEFGHIJKLMNOP', size: '7' } },
    spec: { containers: [] },
  };
  t.deepEqual(redactTemplate(template, PSEUDONYMS).metadata, {
    labels: {
      'key(app)': 'value(web)',
      'key(token)': 'value(AKIAABCDEFGHIJKLMNOP)',
      'key(size)': 'value(7)',
    },
  });
  t.deepEqual(redactTemplate(template, redactNames({ ...HOW, podLabels: PLAIN_LABELS })).metadata, {
    labels: { app: 'web', token: '…', size: '7' },
  });
});

test('volumes keep the names of claims, images and disks as pseudonyms, and no other source', (t) => {
  const volumes = [
    { name: 'a', persistentVolumeClaim: { claimName: 'data-0', readOnly: true } },
    { name: 'b', secret: { secretName: 'x' } },
    { name: 'c', image: { reference: 'registry.example/model', pullPolicy: 'Always' } },
    { name: 'd', csi: { driver: 'csi.example', volumeAttributes: { password: 'x' } } },
    { name: 'e', gcePersistentDisk: { pdName: 'disk-1', fsType: 'ext4' }, hostPath: null },
    { name: 'f', rbd: { monitors: ['m1'], pool: 'p', image: 'i', secretRef: { name: 'x' } } },
  ];
  t.deepEqual((redactedSpec({ volumes }) as { readonly volumes: unknown }).volumes, [
    { name: 'mount(a)', persistentVolumeClaim: { claimName: 'claim(data-0)', readOnly: true } },
    {
      name: 'mount(c)',
      image: { reference: 'image(registry.example/model:latest):1', pullPolicy: 'Always' },
    },
    { name: 'mount(d)', csi: { driver: 'driver(csi.example)' } },
    { name: 'mount(e)', gcePersistentDisk: { pdName: 'handle(disk-1)' } },
    { name: 'mount(f)', rbd: { monitors: ['handle(m1)'], pool: 'handle(p)', image: 'handle(i)' } },
  ]);
});

test('images are equal exactly if the scheduler finds them equal', (t) => {
  const { image } = PSEUDONYMS;
  t.is(image('web'), image('web:latest'));
  t.not(image('web'), image('docker.io/library/web:latest'));
  t.is(image('host:5000/web'), image('host:5000/web:latest'));
  const { image: shown } = redactNames({ ...HOW, keepsImages: true });
  t.not(shown('a@sha256:1'), shown('a@sha256:2'));
  const commit = (last: string) => `web:0123456789abcdef0123456789abcdef0123456${last}`;
  t.not(shown(commit('7')), shown(commit('8')));
});
