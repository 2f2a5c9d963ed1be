/** Checks that the parts of foreign Pods and Nodes that keg reads have the types of Kubernetes' API, so that later code can rely on them. */
import { isLooseMap, listAt, mapAt, valueAt } from './loose-json.ts';

type Shape = (value: unknown) => boolean;

interface Part {
  readonly path: readonly string[];
  readonly shape: Shape;
  readonly wanted: string;
}

const text: Shape = (value) => typeof value === 'string';
const truth: Shape = (value) => typeof value === 'boolean';
const number: Shape = (value) => Number.isSafeInteger(value);
const quantity: Shape = (value) => typeof value === 'string' || typeof value === 'number';
const mapTo =
  (inner: Shape): Shape =>
  (value) =>
    isLooseMap(value) && Object.values(value).every(inner);
const listOf =
  (inner: Shape): Shape =>
  (value) =>
    Array.isArray(value) && (value as unknown[]).every(inner);
/** A map whose fields have these shapes; each may be missing. */
const fields =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    isLooseMap(value) &&
    Object.entries(shapes).every(([name, shape]) => value[name] === undefined || shape(value[name]));

/** A shape in which these fields are present. */
const having =
  (names: readonly string[], shape: Shape): Shape =>
  (value) =>
    shape(value) && names.every((name) => mapAt(value)[name] !== undefined);

const part = (path: string, shape: Shape, wanted: string): Part => ({ path: path.split('.'), shape, wanted });

const REQUIREMENTS = listOf(fields({ key: text, operator: text, values: listOf(text) }));
const TERM = fields({ matchExpressions: REQUIREMENTS, matchFields: REQUIREMENTS });
const RESOURCES = fields({ requests: mapTo(quantity), limits: mapTo(quantity) });
const PORT = fields({ containerPort: number, hostPort: number, hostIP: text, protocol: text });
const CONTAINER = fields({
  name: text,
  image: text,
  resources: RESOURCES,
  ports: listOf(PORT),
  restartPolicy: text,
});
const ENDED = having(
  ['exitCode'],
  fields({ exitCode: number, reason: text, startedAt: text, finishedAt: text }),
);
const STATE = fields({ waiting: isLooseMap, running: fields({ startedAt: text }), terminated: ENDED });
const STATUSES = listOf(fields({ name: text, state: STATE, lastState: STATE, restartCount: number }));
const CONDITIONS = listOf(
  fields({ type: text, status: text, reason: text, message: text, lastTransitionTime: text }),
);

const METADATA = [
  part('metadata.labels', mapTo(text), 'a map of text'),
  part('metadata.resourceVersion', text, 'text'),
  part('metadata.creationTimestamp', text, 'text'),
  part('metadata.deletionTimestamp', text, 'text'),
];
const POD = [
  ...METADATA,
  part(
    'metadata.ownerReferences',
    listOf(having(['kind', 'name', 'uid'], fields({ kind: text, name: text, uid: text }))),
    'a list of owners',
  ),
  part('spec.containers', listOf(CONTAINER), 'a list of containers'),
  part('spec.initContainers', listOf(CONTAINER), 'a list of containers'),
  part('spec.resources', RESOURCES, 'requests and limits'),
  part('spec.overhead', mapTo(quantity), 'a map of quantities'),
  part('spec.nodeName', text, 'text'),
  part('spec.nodeSelector', mapTo(text), 'a map of text'),
  part(
    'spec.affinity',
    fields({ nodeAffinity: isLooseMap, podAffinity: isLooseMap, podAntiAffinity: isLooseMap }),
    'a map',
  ),
  part(
    'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution',
    fields({ nodeSelectorTerms: listOf(TERM) }),
    'a list of terms',
  ),
  part(
    'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution',
    listOf(fields({ weight: number, preference: TERM })),
    'a list of terms',
  ),
  part(
    'spec.tolerations',
    listOf(fields({ key: text, operator: text, value: text, effect: text })),
    'a list of tolerations',
  ),
  part('spec.topologySpreadConstraints', listOf(isLooseMap), 'a list of maps'),
  part('spec.schedulingGates', listOf(fields({ name: text })), 'a list of gates'),
  part('spec.priority', number, 'a number'),
  part('spec.priorityClassName', text, 'text'),
  part('spec.preemptionPolicy', text, 'text'),
  part('spec.schedulerName', text, 'text'),
  part('spec.hostNetwork', truth, 'true or false'),
  part(
    'status',
    fields({ resize: text, phase: text, reason: text, message: text, startTime: text }),
    'a status',
  ),
  part('status.conditions', CONDITIONS, 'a list of conditions'),
  part('status.containerStatuses', STATUSES, 'a list of container statuses'),
  part('status.initContainerStatuses', STATUSES, 'a list of container statuses'),
];
const NODE = [
  ...METADATA,
  part('spec.unschedulable', truth, 'true or false'),
  part(
    'spec.taints',
    listOf(having(['key', 'effect'], fields({ key: text, value: text, effect: text }))),
    'a list of taints',
  ),
  part('status.capacity', mapTo(quantity), 'a map of quantities'),
  part('status.allocatable', mapTo(quantity), 'a map of quantities'),
  part('status.conditions', CONDITIONS, 'a list of conditions'),
];
/** The first fault of a Pod, in words; undefined if it has none. */
export function podFault(value: unknown): string | undefined {
  return faultOf(value, POD) ?? resizeFault(value);
}

/** The first fault of a Node, in words; undefined if it has none. */
export function nodeFault(value: unknown): string | undefined {
  return faultOf(value, NODE);
}

function faultOf(value: unknown, parts: readonly Part[]): string | undefined {
  const wrong = parts.find(({ path, shape }) => {
    const found = valueAt(value, ...path);
    return found !== undefined && !shape(found);
  });
  return wrong && `${wrong.path.join('.')} is not ${wrong.wanted}`;
}

/** The resources that a container, or the whole pod, really has, as the status states them (resize in place). */
function resizeFault(value: unknown): string | undefined {
  const statuses = [
    mapAt(value, 'status'),
    ...listAt(value, 'status', 'containerStatuses'),
    ...listAt(value, 'status', 'initContainerStatuses'),
  ];
  const wrong = statuses.some((status) => {
    const { resources, allocatedResources } = mapAt(status);
    return [resources ?? {}, { requests: allocatedResources }].some((each) => !RESOURCES(each));
  });
  return wrong ? 'the resources in the status are not requests and limits' : undefined;
}
