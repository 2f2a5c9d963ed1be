/** Loads a scenario directory of the Karpenter driver: the real manifests, scaled step by step. */
import type * as z from 'zod';
import { issueWords } from '../../errors/issue-words.ts';
import { type Problem, warningAt } from '../../errors/problem.ts';
import type { SourcePosition } from '../../errors/user-error.ts';
import type { PodSpec } from '../../objects/pod.ts';
import { podRequest } from '../../objects/pod-request.ts';
import { formatDuration } from '../../time/duration.ts';
import { pathText } from '../check-shape.ts';
import type { ScenarioForm } from '../forms/scenario-form.ts';
import { checkedScenario, type LoadedScenario } from '../load-scenario.ts';
import { type DocumentPart, joinedDocument } from '../manifests/joined-document.ts';
import type { ManifestFile } from '../manifests/load-manifests.ts';
import { type PlacedObject, placedObjects, valueIn } from '../manifests/placed-objects.ts';
import { scenarioOfManifests } from '../manifests/scenario-of-manifests.ts';
import {
  type Plain,
  type PlainObject,
  type PositionedDocument,
  parsePositionedStream,
} from '../positioned-yaml.ts';
import { type DriverAction, driverActions } from './driver-actions.ts';
import { type DriverConfig, driverConfig, driverSteps } from './driver-files.ts';
import { driverNodes, type PodPeak } from './driver-nodes.ts';

export interface DriverFiles {
  readonly config: ManifestFile;
  readonly steps: ManifestFile;
  /** All manifests of the deployments' directory. */
  readonly deployments: readonly ManifestFile[];
  readonly nodePools: readonly ManifestFile[];
}

const DRIVER_FORM: ScenarioForm = {
  id: 'karpenter-driver',
  title: "a scenario directory of Karpenter's driver",
  detect: () => false,
};

/** Reads only config.yml. @returns undefined for a file of another form, which `loadDriver` names. */
export function readDriverConfig({ file, text }: ManifestFile): DriverConfig | undefined {
  const data = parsePositionedStream(text, file, 'one').documents?.[0]?.data;
  return driverConfig.safeParse(data, { jitless: true }).data?.simulator;
}

/** Never throws for bad input: each fault is a problem with file, line and column. */
export function loadDriver(files: DriverFiles): LoadedScenario {
  const problems: Problem[] = [];
  const failed = (): LoadedScenario => ({ scenario: undefined, form: DRIVER_FORM, problems });
  const config = checked(files.config, driverConfig, problems);
  const steps = checked(files.steps, driverSteps, problems);
  const placed = objectsOf(files.deployments, problems);
  const pools = objectsOf(files.nodePools, problems).filter(({ kind }) => kind === 'NodePool');
  if (!config || !steps || problems.length > 0) return failed();
  const { simulator } = config.value;
  const { actions, wrong } = driverActions(simulator, steps.value.scenario);
  for (const { path, message } of wrong)
    problems.push(warningAt('left-out', steps.document.positionOf(path), message));
  const { data, sourcePath, byKey } = scenarioOfManifests(
    listedOnly(placed, simulator),
    simulator.run_id ?? 'driver',
    problems,
  );
  const events = data.events as PlainObject;
  const created = [...(events.workloads as PlainObject[]), ...serviceDeployments(simulator)];
  const scaled = scalings(actions, created, (action, message) =>
    problems.push(warningAt('left-out', steps.document.positionOf(action.path), message)),
  );
  const { nodes, notes, faults } = driverNodes(simulator, pools, {
    pods: peakOf(created, scaled),
    ...largestPod(created),
  });
  const clusters = config.document.positionOf(['simulator', 'clusters']);
  for (const message of notes) problems.push(warningAt('assumed-nodes', clusters, message));
  for (const message of faults) problems.push(errorAt(clusters, message));
  const cluster = data.cluster as PlainObject;
  const parts = new Map<PropertyKey, DocumentPart>(byKey);
  parts.set(STEPS, { document: steps.document, path: [] });
  parts.set(CONFIG, { document: config.document, path: [] });
  const manifests = (events.workloads as PlainObject[]).length;
  const document = joinedDocument(files.config.file, parts);
  const written: PlainObject = {
    ...data,
    duration: formatDuration(Math.round(simulator.limit * simulator.timestep * 1e6)),
    cluster: { ...cluster, nodes: [...(cluster.nodes as PlainObject[]), ...nodes] },
    events: { ...events, workloads: [...created, ...scaled.map(({ entry }) => entry)] },
  };
  const loaded = checkedScenario(
    {
      form: DRIVER_FORM,
      name: simulator.run_id ?? 'driver',
      document,
      data: written,
      sourcePath(path) {
        const [top, list, index] = path;
        if (top !== 'events' || list !== 'workloads' || index === undefined) return sourcePath(path);
        if (Number(index) < manifests) return sourcePath(path);
        const scaling = scaled[Number(index) - created.length];
        return scaling ? [STEPS, ...scaling.action.path] : [CONFIG, 'simulator', 'workloads'];
      },
    },
    undefined,
    problems,
  );
  // Steps that come again are written once, before later ones.
  return { ...loaded, problems: loaded.problems.filter(({ code }) => code !== 'out-of-order') };
}

/** The first keys of source paths into the driver's own files. */
const STEPS = 'steps';
const CONFIG = 'config';

interface Checked<Value> {
  readonly document: PositionedDocument;
  readonly value: Value;
}

function checked<Schema extends z.ZodType>(
  { file, text }: ManifestFile,
  schema: Schema,
  problems: Problem[],
): Checked<z.output<Schema>> | undefined {
  const parsed = parsePositionedStream(text, file, 'one');
  for (const { message, position } of parsed.problems ?? [])
    problems.push({ code: 'syntax-error', severity: 'error', message, position });
  const document = parsed.documents?.[0];
  if (!document) return undefined;
  const read = schema.safeParse(document.data, { reportInput: true, jitless: true });
  if (read.success) return { document, value: read.data };
  for (const issue of read.error.issues)
    problems.push(errorAt(document.positionOf(issue.path), `${pathText(issue.path)}${issueWords(issue)}`));
  return undefined;
}

function errorAt(position: SourcePosition, message: string): Problem {
  return { code: 'invalid-value', severity: 'error', position, message };
}

function objectsOf(files: readonly ManifestFile[], problems: Problem[]): readonly PlacedObject[] {
  const documents = files.flatMap(({ file, text }) => {
    const parsed = parsePositionedStream(text, file, 'any');
    for (const { message, position } of parsed.problems ?? [])
      problems.push({ code: 'syntax-error', severity: 'error', message, position });
    return parsed.documents ?? [];
  });
  return placedObjects(documents, problems);
}

/** The driver creates the Deployments that its configuration names. Budgets and other objects are beside them. */
function listedOnly(placed: readonly PlacedObject[], { deployments }: DriverConfig): readonly PlacedObject[] {
  const listed = new Set(deployments ?? []);
  return placed.filter(
    ({ kind, object }) => kind !== 'Deployment' || listed.has(String(valueIn(object, ['metadata', 'name']))),
  );
}

/** The services of the driver's older form: a Deployment of tasks with cores and MiB. Kubernetes has names in small letters. */
function serviceDeployments({ workloads }: DriverConfig): PlainObject[] {
  return (workloads ?? []).flatMap(({ ServiceOwnedWorkload: service }): PlainObject[] => {
    if (!service) return [];
    const { name, starting_workloads, task_definition } = service;
    const requests = {
      cpu: task_definition?.cpu ?? 0,
      memory: `${Math.round(task_definition?.memory ?? 0)}Mi`,
    };
    return [
      {
        at: '0s',
        kind: 'Deployment',
        name: name.toLowerCase(),
        replicas: starting_workloads ?? 1,
        podSpec: {
          metadata: { labels: { app: name.toLowerCase() } },
          spec: { containers: [{ name: 'task', resources: { requests } }] },
        },
      },
    ];
  });
}

interface Scaling {
  readonly entry: PlainObject;
  readonly action: DriverAction;
}

function scalings(
  actions: readonly DriverAction[],
  created: readonly PlainObject[],
  leaveOut: (action: DriverAction, message: string) => void,
): Scaling[] {
  const byName = new Map(created.map((entry) => [String(entry.name).toLowerCase(), entry]));
  const missing = new Set<string>();
  return actions.flatMap((action): Scaling[] => {
    const entry = byName.get(action.name.toLowerCase());
    if (!entry) {
      if (!missing.has(action.name)) leaveOut(action, `no deployment is called "${action.name}"`);
      missing.add(action.name);
      return [];
    }
    const { name, namespace } = entry as { name: Plain; namespace?: Plain };
    return [
      {
        action,
        entry: {
          at: formatDuration(action.at),
          kind: 'Deployment',
          name,
          ...(namespace !== undefined && { namespace }),
          replicas: action.replicas,
        },
      },
    ];
  });
}

/** The most pods at one time, if each scaling is carried out at once. */
function peakOf(created: readonly PlainObject[], scaled: readonly Scaling[]): number {
  const replicas = new Map(created.map(({ name, replicas: count }) => [name, Number(count ?? 1)]));
  const total = (): number => [...replicas.values()].reduce((sum, count) => sum + count, 0);
  let most = total();
  let at = '';
  for (const { entry } of scaled) {
    if (entry.at !== at) most = Math.max(most, total());
    at = String(entry.at);
    replicas.set(entry.name, Number(entry.replicas));
  }
  return Math.max(most, total());
}

/** Requests that cannot be read count as none here, and are errors of the scenario. */
function largestPod(created: readonly PlainObject[]): Pick<PodPeak, 'cpu' | 'memory'> {
  const requests = created.map(({ podSpec }) => {
    try {
      return podRequest(valueIn(podSpec, ['spec']) as unknown as PodSpec);
    } catch {
      return new Map<string, number>();
    }
  });
  const largest = (resource: string): number =>
    Math.max(0, ...requests.map((request) => request.get(resource) ?? 0));
  return { cpu: largest('cpu'), memory: largest('memory') };
}
