/** Converts the Alibaba GPU trace "openb" (github.com/hkust-adsl/kubernetes-scheduler-simulator, data/csv) to a scenario and to recordings. */

import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import type { ResourceList } from '../../objects/pod.ts';
import {
  type Observation,
  RECORDING_API_VERSION,
  type RecordingHeader,
} from '../../recording/observation.ts';
import { shownDuration } from '../../time/duration.ts';
import type { NamedText } from '../text/csv-table.ts';
import { nodeShapes } from './node-shapes.ts';
import { nodeObservations, podObservations } from './observations.ts';
import { readOpenb } from './trace.ts';

/** The content of a scenario file, ready to be written as YAML: one node pool for each shape, the pods in a recording beside it. */
interface OpenbScenario {
  readonly apiVersion: string;
  readonly kind: 'Scenario';
  readonly metadata: { readonly name: string; readonly description: string; readonly recorded: string };
  /** The trace's window, as a Go duration. */
  readonly duration: string;
  readonly cluster: { readonly nodes: readonly OpenbNodePool[] };
}

interface OpenbNodePool {
  readonly name: string;
  readonly count: number;
  readonly template: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly capacity: ResourceList;
    readonly allocatable: ResourceList;
  };
}

export interface OpenbImport {
  scenario(name: string, recorded: string): OpenbScenario;
  /** The pods alone, for the recording that the scenario names. Bindings have no node. */
  pods(): Iterable<Observation>;
  /** The trace's own history: its nodes, then its pods. */
  history(): Iterable<Observation>;
  readonly summary: OpenbSummary;
}

export interface OpenbSummary {
  readonly nodes: number;
  readonly shapes: number;
  readonly pods: number;
  readonly neverScheduled: number;
  /** Pods that exist when the trace ends; their lifetimes are right-censored. */
  readonly aliveAtEnd: number;
  /** Length of the trace's window in microseconds. */
  readonly window: number;
  readonly problems: readonly Problem[];
}

/**
 * Reads the texts of a node list and a pod list of the trace. docs/how-to/replay-openb.md says what each column becomes.
 *
 * @throws {UserError} with file, line and column for a cell that contradicts the trace's README.
 */
export function importOpenb(nodeList: NamedText, podList: NamedText): OpenbImport {
  const trace = readOpenb(nodeList, podList);
  const shapes = nodeShapes(trace.nodes);
  const window = trace.end * 1_000_000;
  return {
    scenario: (name, recorded) => ({
      apiVersion: 'keg.dev/v1alpha1',
      kind: 'Scenario',
      metadata: {
        name,
        description: `Alibaba GPU trace openb: ${counted(trace.pods.length, 'pod')} over ${counted(Math.round(trace.end / 86_400), 'day')} on ${counted(trace.nodes.length, 'node')}`,
        recorded,
      },
      duration: shownDuration(window),
      cluster: {
        nodes: shapes.shapes.map(({ name, count, labels, allocatable }) => ({
          name,
          count,
          template: {
            ...(Object.keys(labels).length > 0 && { labels }),
            capacity: allocatable,
            allocatable,
          },
        })),
      },
    }),
    pods: () => podObservations(trace),
    *history() {
      yield* nodeObservations(trace, shapes);
      yield* podObservations(trace);
    },
    summary: {
      nodes: trace.nodes.length,
      shapes: shapes.shapes.length,
      pods: trace.pods.length,
      neverScheduled: trace.pods.filter((pod) => pod.scheduled === null).length,
      aliveAtEnd: trace.pods.filter((pod) => pod.deleted === null).length,
      window,
      problems: trace.problems,
    },
  };
}

/** The header of the recordings made from the trace. The trace contains no date, so its second 0 is the Unix epoch. */
export function openbHeader(name: string, toolVersion: string): RecordingHeader {
  return {
    apiVersion: RECORDING_API_VERSION,
    kind: 'Recording',
    name,
    source: { kind: 'import', from: 'openb' },
    start: '1970-01-01T00:00:00.000000000Z',
    tool: { name: 'kubectl-keg', version: toolVersion },
    clock: { kind: 'stamps', resolution: '1s' },
    redaction: 'names as the trace publishes them',
  };
}
