/** A history that keeps the observations that a reader reports. */
import {
  createImportHistory,
  type ImportHistory,
} from '../../../../src/core/importers/history/import-history.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';
import { keepingObserver } from '../../observing/pod-states.ts';

export interface KeptHistory {
  readonly history: ImportHistory;
  /** Ends the history and returns all observations but the templates. */
  observations(): Observation[];
  /** Where the recording starts; microseconds since the Unix epoch. */
  start(): number | undefined;
}

export function keptHistory(lookahead = Number.POSITIVE_INFINITY): KeptHistory {
  const kept: Observation[] = [];
  let start: number | undefined;
  const history = createImportHistory(
    (moment) => {
      start = moment;
      return keepingObserver(kept);
    },
    { lookahead },
  );
  return {
    history,
    start: () => start,
    observations() {
      history.end();
      return kept.filter(({ kind }) => kind !== 'template');
    },
  };
}

/** Time in seconds and kind of each. */
export function steps(observations: readonly Observation[]): [number, string][] {
  return observations.map(({ at, kind }) => [at / 1e6, kind]);
}

export function pod(name: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { metadata, spec, ...others } = more as { metadata?: object; spec?: object };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, ...metadata },
    spec: { containers: [{ name: 'main', resources: { requests: { cpu: '100m' } } }], ...spec },
    status: { phase: 'Pending' },
    ...others,
  };
}

export function node(name: string): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}` },
    spec: {},
    status: { allocatable: { cpu: '4', pods: '110' }, capacity: { cpu: '4', pods: '110' } },
  };
}
