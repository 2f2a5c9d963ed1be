/** Describes files of other tools and of programming, and the general forms of text, which match last. */
import { holdsAuditEvents } from '../audit-log/audit-event.ts';
import { encodingOf } from '../text/text-encoding.ts';
import type { FileHead } from './file-head.ts';
import { countKeys, type FileKind, hasKeys } from './file-kind.ts';

const HELM_VALUES = [
  'replicaCount',
  'image',
  'imagePullSecrets',
  'nameOverride',
  'fullnameOverride',
  'serviceAccount',
  'podAnnotations',
  'podSecurityContext',
  'service',
  'ingress',
  'resources',
  'autoscaling',
  'nodeSelector',
  'tolerations',
  'affinity',
];
const RENDERED = 'keg reads no charts: install it in a cluster, and record that with kubectl keg record';
const SNAPSHOT = [
  'pods',
  'nodes',
  'pvs',
  'pvcs',
  'storageClasses',
  'priorityClasses',
  'schedulerConfig',
  'namespaces',
];

const OF_DRIVER =
  'play the directory that it is in: kubectl keg replay DIRECTORY; the JSON of a run is converted by kubectl keg import RUN.json -o RUN.keg.jsonl';

/** Recognised by their keys. */
export const TOOL_FILES: readonly FileKind[] = [
  {
    title: 'a list of steps for the Karpenter driver',
    next: OF_DRIVER,
    detect: (head) => hasKeys(head, 'scenario') && /^\s*-\s*step:|action_type:/m.test(head.text),
  },
  {
    title: 'a configuration of the Karpenter driver',
    next: OF_DRIVER,
    detect: (head) =>
      hasKeys(head, 'simulator') && /\b(?:associated_scenario|timestep|run_id):/.test(head.text),
  },
  {
    title: 'an export of kube-scheduler-simulator',
    next: 'convert it into a recording: kubectl keg import FILE -o OUT.keg.jsonl; it is one moment, and what its sched-recorder writes has times',
    detect: (head) => head.kind === '' && hasKeys(head, 'pods', 'nodes') && countKeys(head, SNAPSHOT) > 3,
  },
  {
    title: 'a file of sample scenarios of node-classifier-sim',
    next: 'keg plays its Nodes and VirtualMachines, not these shares of nodes without a size: docs/how-to/from-node-classifier-sim.md',
    detect: (head) => head.isJson && /"vms"\s*:\s*\[/.test(head.text) && /"cpu_pressure"\s*:/.test(head.text),
  },
  {
    title: 'a package-lock.json of npm',
    detect: (head) => head.isJson && hasKeys(head, 'lockfileVersion'),
  },
  {
    title: 'a package.json of npm',
    detect: (head) =>
      head.isJson &&
      (/(?:^|[/\\])package\.json$/.test(head.file) ||
        (hasKeys(head, 'name', 'version') &&
          countKeys(head, ['dependencies', 'devDependencies', 'scripts']) > 0)),
  },
  {
    title: 'a Helm chart',
    next: RENDERED,
    detect: (head) => /^v[12]$/.test(head.apiVersion) && head.kind === '' && hasKeys(head, 'name', 'version'),
  },
  {
    title: 'values of a Helm chart',
    next: RENDERED,
    detect: (head) =>
      !head.isJson &&
      head.kind === '' &&
      (countKeys(head, HELM_VALUES) >= 3 || /(?:^|[/\\])values[^/\\]*\.ya?ml$/.test(head.file)),
  },
  {
    title: 'a template of a Helm chart',
    next: RENDERED,
    detect: ({ text, isJson }) =>
      !isJson && /^[^#\n]*\{\{-?\s/m.test(text) && /\.(?:Values|Release|Chart)\b/.test(text),
  },
  {
    title: 'a Compose file',
    detect: (head) =>
      head.kind === '' && hasKeys(head, 'services') && /[\s{,](?:image|build):/.test(head.text),
  },
  {
    title: 'an answer of Prometheus',
    next: 'keg reads pods and nodes, not metrics: record the cluster with kubectl keg record',
    detect: ({ text }) => /^\s*\{\s*"status"\s*:\s*"success"/.test(text) && /"resultType"/.test(text),
  },
  {
    title: 'metrics of Prometheus',
    next: 'keg reads pods and nodes, not metrics: record the cluster with kubectl keg record',
    detect: ({ text }) => /^# (?:HELP|TYPE) \w/m.test(text),
  },
  {
    title: 'log events of CloudWatch without audit events',
    next: 'export the log of the API server: aws logs filter-log-events --log-group-name /aws/eks/CLUSTER/cluster --log-stream-name-prefix kube-apiserver-audit --output json',
    detect: (head) =>
      hasKeys(head, 'events') &&
      /"(?:logStreamName|ingestionTime)"/.test(head.text) &&
      !holdsAuditEvents(head),
  },
  {
    title: 'log entries of Google Cloud without requests to Kubernetes',
    next: `export those of the API server: gcloud logging read 'protoPayload.methodName:"io.k8s"' --format=json`,
    detect: (head) => /"protoPayload"\s*:|^protoPayload:/m.test(head.text) && !holdsAuditEvents(head),
  },
  {
    title: 'a JSON Schema',
    detect: ({ keys }) => keys.has('$schema') && keys.has('properties'),
  },
  {
    title: 'the node list of the GPU trace openb',
    next: 'convert it: kubectl keg import openb --nodes FILE --pods PODS.csv -o openb.yaml',
    detect: ({ firstLine }) => /^sn,cpu_milli,memory_mib,/.test(firstLine),
  },
  {
    title: 'a pod list of the GPU trace openb',
    next: 'convert it: kubectl keg import openb --nodes NODES.csv --pods FILE -o openb.yaml',
    detect: ({ firstLine }) => /^name,cpu_milli,memory_mib,/.test(firstLine),
  },
];

const OF_ARCHIVE =
  'import the dump or the audit logs in it: kubectl keg import FILE -o OUT.keg.jsonl; or unpack it';

/** Recognised by their first bytes: no text begins with these. */
export const BINARY_FILES: readonly FileKind[] = [
  magic('a gzip file inside a gzip file', [0x1f, 0x8b], 'unpack it once: gunzip FILE'),
  magic('a zip archive', [0x50, 0x4b, 0x03, 0x04], OF_ARCHIVE),
  magic('a zstd file', [0x28, 0xb5, 0x2f, 0xfd], 'unpack it: unzstd FILE; keg unpacks gzip alone'),
  magic('an xz file', [0xfd, 0x37, 0x7a, 0x58, 0x5a], 'unpack it: unxz FILE; keg unpacks gzip alone'),
  magic('a bzip2 file', [0x42, 0x5a, 0x68], 'unpack it: bunzip2 FILE; keg unpacks gzip alone'),
  magic('a program', [0x7f, 0x45, 0x4c, 0x46]),
  magic('a picture', [0x89, 0x50, 0x4e, 0x47]),
  magic('a PDF', [0x25, 0x50, 0x44, 0x46]),
  {
    title: 'a tar archive',
    next: OF_ARCHIVE,
    detect: ({ bytes }) => new TextDecoder().decode(bytes.subarray(257, 262)) === 'ustar',
  },
  {
    title: 'a binary file',
    detect: ({ bytes }) => bytes.includes(0) && encodingOf(bytes) === 'utf-8',
  },
];

function magic(title: string, first: readonly number[], next?: string): FileKind {
  return { title, next, detect: ({ bytes }) => first.every((byte, index) => bytes[index] === byte) };
}

/** The form alone, most special first; the last one fits every file. */
export const PLAIN_FORMS: readonly FileKind[] = [
  { title: 'a page of HTML or XML', detect: ({ text }) => /^\s*<(?:!DOCTYPE|\?xml|html|svg)/i.test(text) },
  { title: 'a script', detect: ({ text }) => text.startsWith('#!') },
  { title: 'Markdown', detect: ({ file }) => /\.md$/i.test(file) },
  { title: 'an empty document', detect: ({ text }) => isEmptyDocument(text) },
  {
    title: 'a JSON list',
    detect: ({ text }) => /^\s*\[\s*(?:[[{"\d\]tfn-])/.test(text) && !/^\s*\[[\w.-]+\]\s*$/m.test(text),
  },
  { title: 'JSON', detail: keysOf, detect: ({ isJson, keys }) => isJson && keys.size > 0 },
  { title: 'CSV', detect: ({ text }) => isCsv(text) },
  { title: 'a list in YAML', detect: ({ text }) => /^(?:#[^\n]*\n|---\n|\s*\n)*- /.test(text) },
  { title: 'YAML', detail: keysOf, detect: ({ keys }) => keys.size > 0 },
  { title: 'text', detect: () => true },
];

/** Comments and separators alone, or a value that says nothing. */
function isEmptyDocument(text: string): boolean {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#.*|---|\.\.\.)?\s*$/.test(line));
  return /^(?:null|~|\{\s*\})?$/.test(lines.join('\n').trim());
}

/** Three lines or fewer, each with as many commas as the first. */
function isCsv(text: string): boolean {
  const lines = text.trim().split('\n', 3);
  const commas = lines.map((line) => line.split(',').length - 1);
  return commas[0]! > 0 && !lines[0]!.includes(': ') && commas.every((count) => count === commas[0]);
}

const MOST_KEYS = 4;

/** The keys are what a person recognises a file of an unknown tool by. */
function keysOf({ keys }: FileHead): string {
  const shown = [...keys].slice(0, MOST_KEYS).map((key) => `"${key}"`);
  return ` with the ${keys.size === 1 ? 'key' : 'keys'} ${shown.join(', ')}${keys.size > MOST_KEYS ? ', …' : ''}`;
}
