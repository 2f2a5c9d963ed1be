/** Tests of the template that is kept of an observed pod. */
import test from 'ava';
import type { PodSpec } from '../../../src/core/objects/pod.ts';
import type { PodObject } from '../../../src/core/observing/pod-object.ts';
import { schedulingTemplate } from '../../../src/core/observing/scheduling-template.ts';
import { createSharedTemplates } from '../../../src/core/observing/shared-templates.ts';
import { templateHash } from '../../../src/core/recording/template-hash.ts';

function observed(spec: Partial<PodSpec> & Record<string, unknown>, labels = {}): PodObject {
  return {
    metadata: { uid: 'p1', namespace: 'default', name: 'web-0', labels, annotations: { secret: 'hunter2' } },
    spec: { containers: [{ name: 'main' }], ...spec },
  };
}

const specOf = (spec: Parameters<typeof observed>[0]) => schedulingTemplate(observed(spec)).spec;

test('containers keep names, requests, limits and ports, and nothing that could be secret', (t) => {
  const container = {
    name: 'main',
    image: 'registry.example/web@sha256:0123',
    args: ['--token=hunter2'],
    command: ['web'],
    env: [{ name: 'PASSWORD', value: 'hunter2' }],
    volumeMounts: [{ name: 'certificates', mountPath: '/certificates' }],
    resources: { requests: { cpu: '1' }, limits: { cpu: '2' }, claims: [{ name: 'gpu' }] },
    ports: [{ name: 'http', containerPort: 80, hostPort: 8080, protocol: 'TCP' }],
  };
  const volumes = [{ name: 'certificates', secret: { secretName: 'tls' } }];
  t.deepEqual(schedulingTemplate(observed({ containers: [container], volumes })), {
    spec: {
      containers: [
        {
          name: 'main',
          image: 'registry.example/web@sha256:0123',
          resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
          ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }],
        },
      ],
    },
  });
});

test('init containers keep the restart policy that makes them sidecars', (t) => {
  const initContainers = [
    { name: 'migrate', image: 'x', resources: { requests: { cpu: '2' } } },
    { name: 'proxy', image: 'y', restartPolicy: 'Always' },
  ];
  t.deepEqual(specOf({ initContainers }).initContainers, [
    { name: 'migrate', image: 'x', resources: { requests: { cpu: '2' } } },
    { name: 'proxy', image: 'y', restartPolicy: 'Always' },
  ]);
});

test('everything that restricts the choice of a node is kept', (t) => {
  const asked = {
    resources: { requests: { cpu: '3' } },
    overhead: { memory: '64Mi' },
    nodeSelector: { zone: 'a' },
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
    tolerations: [{ key: 'gpu', operator: 'Exists' }],
    priority: 1000,
    priorityClassName: 'high',
    preemptionPolicy: 'Never',
    schedulerName: 'other',
    hostNetwork: true,
    schedulingGates: [{ name: 'quota' }],
  };
  t.deepEqual(specOf(asked), { containers: [{ name: 'main' }], ...asked });
});

test('values that the API server and the scheduler fill in are left out', (t) => {
  const filledIn = {
    nodeName: 'worker-0',
    schedulerName: 'default-scheduler',
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    hostNetwork: false,
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    terminationGracePeriodSeconds: 30,
    containers: [{ name: 'main', resources: {}, terminationMessagePath: '/dev/termination-log' }],
    tolerations: ['not-ready', 'unreachable'].map((unwell) => ({
      key: `node.kubernetes.io/${unwell}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
  };
  t.deepEqual(specOf(filledIn), { containers: [{ name: 'main' }] });
});

test('a toleration of an unready node that a person wrote is kept', (t) => {
  const own = {
    key: 'node.kubernetes.io/not-ready',
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 20,
  };
  const { tolerationSeconds, ...forEver } = own;
  t.is(tolerationSeconds, 20);
  t.deepEqual(specOf({ tolerations: [own, forEver] }).tolerations, [own, forEver]);
});

test('labels and volumes are no part of the template, because they differ from pod to pod', (t) => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data-0' } }];
  const pod = observed({ volumes }, { app: 'web', 'pod-template-hash': '5d4f' });
  t.false('metadata' in schedulingTemplate(pod));
  t.false('volumes' in schedulingTemplate(pod).spec);
});

test('a pod keeps the time that it may take to end, unless it is the default', (t) => {
  t.is(specOf({ terminationGracePeriodSeconds: 30 }).terminationGracePeriodSeconds, undefined);
  t.is(specOf({ terminationGracePeriodSeconds: 0 }).terminationGracePeriodSeconds, 0);
});

test('pods with equal requests and rules share a template and its hash', (t) => {
  const share = createSharedTemplates();
  const pod = (name: string, nodeName: string) =>
    observed({ nodeName, containers: [{ name: 'main', image: 'web:1' }] }, { 'job-name': name });
  const first = share(schedulingTemplate(pod('a', 'worker-0')));
  const second = share(schedulingTemplate(pod('b', 'worker-1')));
  t.is(first, second);
});

test('the order of keys does not change the hash', (t) => {
  const one = specOf({ nodeSelector: { zone: 'a', size: 'large' } });
  const other = specOf({ nodeSelector: { size: 'large', zone: 'a' } });
  t.is(templateHash({ spec: one }), templateHash({ spec: other }));
});

test('a limited number of shared templates is remembered, those in use longest', (t) => {
  const share = createSharedTemplates(2);
  const template = (name: string) => ({ spec: { containers: [{ name }] } });
  const used = share(template('used'));
  for (let number = 0; number < 20; number += 1) {
    share(template(`other-${number}`));
    t.is(share(template('used')), used);
  }
  const forgotten = share(template('other-0'));
  t.deepEqual(forgotten, template('other-0'));
});
