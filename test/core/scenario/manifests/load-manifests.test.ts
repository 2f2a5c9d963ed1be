/** Files of manifests are one scenario, and faults in them have a file and a line. */
import test from 'ava';
import { loadManifests } from '../../../../src/core/scenario/manifests/load-manifests.ts';
import type { Scenario } from '../../../../src/core/scenario/scenario.ts';

const NODE = `apiVersion: v1
kind: Node
metadata: {name: n1, labels: {zone: a}}
spec: {taints: [{key: gpu, effect: NoSchedule}]}
status: {capacity: {cpu: 4, memory: 16Gi, pods: 110}}
`;
const POD = (name: string, spec = '') => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {${spec}containers: [{name: c, resources: {requests: {cpu: 1}}}]}
`;
const TEMPLATE = 'template: {spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}';

const load = (...texts: readonly string[]) =>
  loadManifests(texts.map((text, index) => ({ file: `f${index}.yaml`, text })));

function loaded(...texts: readonly string[]): Scenario {
  const { scenario, problems } = load(...texts);
  if (!scenario) throw new Error(problems.map(({ message }) => message).join('\n'));
  return scenario;
}

const errors = (...texts: readonly string[]) =>
  load(...texts)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ position, message }) => `${position?.file}:${position?.line}:${position?.column} ${message}`);

test('documents, lists and files are one scenario in their order', (t) => {
  const list = `apiVersion: v1\nkind: List\nitems:\n- ${POD('c').trim().replaceAll('\n', '\n  ')}\n`;
  const scenario = loaded(NODE, `${POD('a')}---\n${POD('b')}`, list);
  t.deepEqual(
    scenario.nodes.map(({ name, labels }) => [name, labels.zone]),
    [['n1', 'a']],
  );
  t.deepEqual(
    scenario.pods.map((pod) => ('name' in pod ? pod.name : '')),
    ['a', 'b', 'c'],
  );
  t.is(scenario.name, 'f0');
});

test('the items of a typed list need no kind', (t) => {
  const list =
    '{"apiVersion":"v1","kind":"PodList","items":[{"metadata":{"name":"p"},"spec":{"containers":[{}]}}]}';
  t.is(loaded(list).pods.length, 1);
});

test('controllers become workloads with their numbers of pods', (t) => {
  const scenario = loaded(
    `kind: Deployment
apiVersion: apps/v1
metadata: {name: web, namespace: shop}
spec: {replicas: 3, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}, ${TEMPLATE}}
---
{kind: StatefulSet, apiVersion: apps/v1, metadata: {name: db}, spec: {replicas: 2, ${TEMPLATE}, volumeClaimTemplates: [{metadata: {name: data}, spec: {}}]}}
---
{kind: DaemonSet, apiVersion: apps/v1, metadata: {name: agent}, spec: {${TEMPLATE}}}
---
{kind: ReplicaSet, apiVersion: apps/v1, metadata: {name: rs}, spec: {${TEMPLATE}}}
---
{kind: ReplicationController, apiVersion: v1, metadata: {name: rc}, spec: {replicas: 4, ${TEMPLATE}}}
`,
  );
  t.deepEqual(
    scenario.workloads.map(
      ({ kind, namespace, name, steps }) => `${kind} ${namespace}/${name} ${steps[0]!.pods}`,
    ),
    [
      'Deployment shop/web 3',
      'StatefulSet default/db 2',
      'DaemonSet default/agent 1',
      'ReplicaSet default/rs 1',
      'ReplicaSet default/rc 4',
    ],
  );
  t.like(scenario.workloads[0]!.strategy, { maxSurge: 1, maxUnavailable: 0 });
  t.is(scenario.workloads[1]!.claimTemplates?.length, 1);
});

test('a Job runs as long as its container sleeps', (t) => {
  const job = (spec: string) =>
    loaded(`{kind: Job, apiVersion: batch/v1, metadata: {generateName: j-}, spec: {${spec}
      template: {spec: {restartPolicy: Never, containers: [{args: [sleep, 10s]}]}}}}`).workloads[0]!;
  t.like(job('completions: 4, parallelism: 2, backoffLimit: 0,'), {
    name: 'j-0',
    end: 'succeeded',
    lifetime: { family: 'constant', value: 10 },
    job: { completions: 4, backoffLimit: 0 },
  });
  t.is(job('parallelism: 3,').job!.completions, 3);
  t.true(
    loaded(`{kind: Job, apiVersion: batch/v1, metadata: {name: j}, spec: {activeDeadlineSeconds: 60, ttlSecondsAfterFinished: 5,
    ${TEMPLATE}}}`).workloads.length === 1,
  );
  t.is(job('suspend: true,').steps[0]!.pods, 0);
});

test('a CronJob creates its Jobs by its schedule', (t) => {
  const cron = (schedule: string, more = '') => `kind: CronJob
apiVersion: batch/v1
metadata: {name: tick}
spec:
  schedule: "${schedule}"
  ${more}
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{command: [sleep, "5"]}]}}}}
`;
  const [workload] = loaded(cron('30 * * * *')).workloads;
  t.like(workload, { kind: 'CronJob', schedule: { every: 3_600_000_000 }, end: 'succeeded' });
  t.is(workload!.steps[0]!.at, 1_800_000_000);
  t.regex(errors(cron('0 0 1 * *')).join(), /^f0.yaml:5:13 the schedule "0 0 1 \* \*" is not modelled/);
  t.deepEqual(loaded(cron('* * * * *', 'suspend: true')).workloads, []);
});

test('a pod that is restarted never ends, and another ends after its sleep', (t) => {
  const pod = (policy: string) =>
    loaded(`{kind: Pod, apiVersion: v1, metadata: {name: p}, spec: {restartPolicy: ${policy},
      initContainers: [{command: [sleep, "3"]}], containers: [{command: [sleep, "5"]}, {command: [sleep, "8"]}]}}`)
      .pods[0];
  t.like(pod('Always'), { lifetime: null, started: { family: 'constant', value: 3 } });
  t.like(pod('Never'), { lifetime: 8_000_000, end: 'succeeded' });
});

test('objects that decide where pods run are objects of the cluster', (t) => {
  const scenario =
    loaded(`{kind: PriorityClass, apiVersion: scheduling.k8s.io/v1, metadata: {name: high}, value: 9}
---
{kind: Service, apiVersion: v1, metadata: {name: web}, spec: {selector: {app: web}}}
---
${POD('p', 'priorityClassName: high, ')}`);
  t.deepEqual(
    scenario.objects.map(({ object }) => object.kind),
    ['PriorityClass', 'Service'],
  );
});

test('what an AppWrapper wraps is played', (t) => {
  const scenario = loaded(`kind: AppWrapper
apiVersion: mcad.ibm.com/v1beta1
metadata: {name: aw}
spec:
  resources:
    Items:
      - {type: Deployment, template: {kind: Deployment, apiVersion: apps/v1, metadata: {name: d}, spec: {${TEMPLATE}}}}
    GenericItems:
      - {generictemplate: {kind: Job, apiVersion: batch/v1, metadata: {name: j}, spec: {${TEMPLATE}}}}
---
kind: AppWrapper
apiVersion: workload.codeflare.dev/v1beta2
metadata: {name: later}
spec: {components: [{template: {kind: Pod, apiVersion: v1, metadata: {name: p}, spec: {containers: [{}]}}}]}
`);
  t.deepEqual(scenario.workloads.map(({ kind, name }) => `${kind} ${name}`).sort(), [
    'Deployment d',
    'Job j',
  ]);
  t.is(scenario.pods.length, 1);
});

test('what a controller in the files creates is left to it', (t) => {
  const owned = (kind: string, name: string, owner: string) =>
    `{kind: ${kind}, apiVersion: v1, metadata: {name: ${name}, ownerReferences: [{kind: ${owner}}]}, spec: {${TEMPLATE}}}`;
  const scenario = loaded(`{kind: Deployment, apiVersion: apps/v1, metadata: {name: d}, spec: {${TEMPLATE}}}
---
${owned('ReplicaSet', 'd-1', 'Deployment, name: d')}
---
${owned('Pod', 'd-1-x', 'ReplicaSet, name: d-1')}
`);
  t.is(scenario.pods.length + scenario.workloads.length, 1);
});

test('kinds that are not used are named once each', (t) => {
  const other = (kind: string) => `{kind: ${kind}, apiVersion: v1, metadata: {name: x}}\n`;
  const { scenario, problems } = load(
    [POD('p'), other('ConfigMap'), other('Secret'), other('ConfigMap')].join('---\n'),
  );
  t.is(scenario?.pods.length, 1);
  t.deepEqual(
    problems
      .filter(({ code }) => code === 'left-out')
      .map(({ message, position }) => `${position?.line} ${message}`),
    ['6 2 ConfigMaps are not used', '8 1 Secret is not used'],
  );
});

test('kube-mock writes what a node offers under nodeConfig', (t) => {
  const node = (
    more: string,
  ) => `{kind: Node, apiVersion: mock.zhizuqiu.cn/v1alpha1, metadata: {name: m, namespace: x},
    spec: {${more}nodeConfig: {cpu: "128", memory: 1000Gi, pods: "500", labels: {a: b}, taints: [{key: k, effect: NoSchedule}]}}}`;
  t.like(loaded(node('')).nodes[0], {
    name: 'm',
    allocatable: { cpu: '128', memory: '1000Gi', pods: '500' },
    labels: { a: 'b', 'kubernetes.io/hostname': 'm' },
  });
  t.is(loaded(node('suspend: true, ')).nodes.length, 0);
});

test('the delays of kube-mock say when a pod runs and how it ends', (t) => {
  const pod = (annotations: string) =>
    loaded(
      `{kind: Pod, apiVersion: v1, metadata: {name: p, annotations: {${annotations}}}, spec: {containers: [{}]}}`,
    ).pods[0];
  const delay = (name: string, value: string) => `"zhizuqiu.github.com/${name}": "${value}"`;
  t.like(pod(delay('delayRunning', '10s')), { started: { value: 10 }, lifetime: null });
  t.like(pod([delay('delayRunning', '10s'), delay('delayFailed', '1m')].join(', ')), {
    started: { value: 10 },
    lifetime: 50_000_000,
    end: 'failed',
  });
  t.like(pod(delay('delaySucceeded', '5s')), { started: { value: 5 }, lifetime: 0, end: 'succeeded' });
});

test('an error in a manifest has its file, line and column', (t) => {
  t.deepEqual(
    errors(NODE, `${POD('a')}---\nkind: Pod\napiVersion: v1\nmetadata: {name: b}\nspec: {containers: 5}\n`),
    [
      'f1.yaml:9:20 Pod "b".spec.containers: 5 is not a list of containers: write for example [{name: main, image: pause}]',
    ],
  );
  t.deepEqual(
    errors(
      `kind: Deployment\napiVersion: apps/v1\nmetadata: {name: d}\nspec: {replicas: many, ${TEMPLATE}}\n`,
    ),
    ['f0.yaml:4:18 Deployment "d".spec.replicas: "many" is not a whole number: write for example 100'],
  );
  t.deepEqual(errors('- 1\n'), ['f0.yaml:1:3 this is no object of Kubernetes: it has no kind']);
  t.regex(errors('a: [\n').join(), /^f0.yaml:/);
});

test('a second JSON value behind the first is one error that says what to do', (t) => {
  const pod =
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a }\\"{"},"spec":{"containers":[{"name":"c"}]}}';
  for (const between of ['\n', '', '\r\n\n', '\n==== START logs ====\n']) {
    const { problems } = load(`${pod}${between}${pod}`);
    t.is(problems.length, 1, JSON.stringify(between));
    t.regex(problems[0]!.message, /^another value follows the first JSON value/);
    t.regex(problems[0]!.next ?? '', /kubectl keg import f0\.yaml .* jq -s/);
  }
  t.deepEqual(
    load(`${pod}\n---\n${pod.replace('a }', 'b }')}`).problems.filter(({ code }) => code === 'syntax-error'),
    [],
  );
});
