/** Describes manifests and configurations of Kubernetes and of the tools around it. */
import { type FileKind, hasKeys, isObjectOf } from './file-kind.ts';
import { PLAY_MANIFESTS } from './manifest-files.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController'];
const CONVERT_DUMP =
  'import the pods and nodes of its cluster instead: kubectl get pods,nodes,events -A -o json > now.json, then kubectl keg import now.json -o now.keg.jsonl';

/** A manifest of one kind, or of one of several kinds. */
function manifest(group: RegExp, kinds: readonly string[], title: string, next?: string): FileKind {
  return { title, next, detect: (head) => isObjectOf(head, group, kinds) };
}

function workload(group: RegExp, kind: string): FileKind {
  return { ...manifest(group, [kind], `the manifest of a ${kind}`, PLAY_MANIFESTS), role: 'manifests' };
}

/** Kubernetes objects whose kind alone says what they are; several of a kind count as that kind. */
export const KUBERNETES_FILES: readonly FileKind[] = [
  manifest(
    /^v1$/,
    ['Config'],
    'a kubeconfig',
    'name it with --kubeconfig: kubectl keg replay SCENARIO.yaml --target kwok --kubeconfig FILE',
  ),
  manifest(
    /^kubescheduler\.config\.k8s\.io\//,
    ['KubeSchedulerConfiguration'],
    'a KubeSchedulerConfiguration',
    'give it beside a scenario: kubectl keg replay SCENARIO.yaml --scheduler-config FILE',
  ),
  ...WORKLOADS.map((kind) => workload(/^(?:apps|extensions)\/|^v1$/, kind)),
  ...['Job', 'CronJob'].map((kind) => workload(/^batch\//, kind)),
  manifest(
    /^kwok\.x-k8s\.io\//,
    ['Stage'],
    'a Stage of KWOK',
    'give it beside a scenario: kubectl keg replay SCENARIO.yaml --stages FILE',
  ),
  {
    title: 'a configuration of KWOK',
    next: 'keg needs none: kubectl keg replay SCENARIO.yaml --target kwok brings its own stages',
    detect: (head) => isObjectOf(head, /^(?:kwok|config\.kwok)\.x-k8s\.io\//),
  },
  {
    title: 'a configuration of kind',
    next: 'start the cluster with kind create cluster --config FILE, and record it with kubectl keg record',
    detect: (head) => isObjectOf(head, /^kind\.x-k8s\.io\//),
  },
  {
    title: 'a configuration of kubeadm or the kubelet',
    detect: (head) => isObjectOf(head, /^kube(?:adm|let)\.(?:config\.)?k8s\.io\//),
  },
  {
    title: 'a Kustomization',
    next: 'build it, apply it to a cluster, and import the pods from there; keg reads no templates',
    detect: (head) =>
      isObjectOf(head, /^kustomize\.config\.k8s\.io\//) ||
      /(?:^|[/\\])kustomization\.ya?ml$/.test(head.file) ||
      (head.kind === '' &&
        hasKeys(head, 'resources') &&
        (hasKeys(head, 'namePrefix') || hasKeys(head, 'patches') || hasKeys(head, 'images'))),
  },
  manifest(
    /^apiextensions\.k8s\.io\//,
    ['CustomResourceDefinition'],
    'a CustomResourceDefinition',
    'apply it to a cluster with kubectl; keg plays pods, nodes and workloads',
  ),
  manifest(
    /^audit\.k8s\.io\//,
    ['Policy'],
    'an audit policy',
    'give the log that it makes to kubectl keg import',
  ),
  {
    title: 'an object of Karpenter',
    next: 'write the nodes that it creates under cluster.nodes of a scenario, or with --nodes COUNT:cpu=…,memory=…',
    detect: (head) => isObjectOf(head, /^karpenter\./),
  },
  {
    title: 'a file of Prometheus rules',
    detect: (head) =>
      isObjectOf(head, /^monitoring\.coreos\.com\//) ||
      (head.kind === '' && hasKeys(head, 'groups') && /\bexpr:/.test(head.text)),
  },
];

/** Objects that no entry above names; pods and nodes are a dump, which import reads. */
export const OTHER_OBJECTS: readonly FileKind[] = [
  {
    title: 'an object of Kubernetes',
    next: CONVERT_DUMP,
    detail: ({ kind }) => ` of kind ${kind}`,
    detect: ({ apiVersion, kind }) => apiVersion !== '' && kind !== '',
  },
];
