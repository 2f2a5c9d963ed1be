/** Prints a reset: the cluster before it starts, the progress on a terminal, and what is removed at the end. */

import { counted } from '../../core/errors/counted.ts';
import { renderData } from '../formats/index.ts';
import { type TableColumn, tableLines } from '../terminal/plain-table.ts';
import { printRemarks } from '../terminal/print-problems.ts';
import { startLiveProgress } from '../terminal/progress.ts';

/** Numbers of objects by their kind. */
interface RemovedObjects {
  readonly workloads: number;
  readonly pods: number;
  readonly nodes: number;
  readonly namespaces: number;
  readonly priorityClasses: number;
  readonly runtimeClasses: number;
  readonly storage: number;
  readonly stages: number;
}

/** A reset that ended. */
export interface ResetResult {
  readonly server: string;
  readonly context: string;
  /** The only run that it removed; undefined for all. */
  readonly run: string | undefined;
  readonly dryRun: boolean;
  readonly interrupted: boolean;
  /** Where a scheduler got its default configuration back. */
  readonly scheduler?: string | undefined;
  readonly runs: readonly (RemovedObjects & { readonly run: string })[];
}

const COLUMNS: readonly TableColumn[] = [{ leastWidth: 11 }, {}];
const QUIET_MILLISECONDS = 2000;

export async function printClusterReset(reset: ResetResult, format: string): Promise<void> {
  process.stdout.write(await renderData(format, reset, () => `${clusterResetLines(reset).join('\n')}\n`));
}

export function clusterResetLines(reset: ResetResult): string[] {
  const label = reset.dryRun ? 'would remove' : 'removed';
  const runs = reset.runs.map((counts) => `${counts.run || 'a run without id'}: ${countsInWords(counts)}`);
  const meant = reset.run === undefined ? 'there is no run of keg' : `there is nothing of run ${reset.run}`;
  return tableLines(COLUMNS, [
    ['server', reset.server],
    ['context', reset.context],
    ...(runs.length === 0 ? [`nothing: ${meant}`] : runs).map((text, row) => [row === 0 ? label : '', text]),
    ...(reset.scheduler === undefined
      ? []
      : [['scheduler', `has its default profiles again, at ${reset.scheduler}`]]),
    ...(reset.interrupted ? [['', 'interrupted: there may be more']] : []),
  ]);
}

export interface ResetProgress {
  start(cluster: { readonly server: string; readonly context: string }): void;
  report(removed: RemovedObjects): void;
  stop(): void;
}

/** The cluster always goes to stderr. The counts go to a terminal only, after two seconds. */
export function startResetProgress(run: string | undefined, dryRun: boolean): ResetProgress {
  const begun = performance.now();
  const progress = startLiveProgress();
  return {
    start({ server, context }) {
      const what = run === undefined ? 'every run of keg' : `run ${run}`;
      const action = dryRun ? 'counting' : 'removing';
      const of = context === '' ? '' : ` (context ${context})`;
      printRemarks([`${action} ${what} at ${server}${of}`]);
    },
    report(removed) {
      if (performance.now() - begun > QUIET_MILLISECONDS) progress.show(`removed ${countsInWords(removed)}`);
    },
    stop: () => void progress.stop(),
  };
}

function countsInWords(counts: RemovedObjects): string {
  const { workloads, priorityClasses, runtimeClasses, storage, stages } = counts;
  return [
    counted(counts.nodes, 'node'),
    counted(counts.pods, 'pod'),
    counted(counts.namespaces, 'namespace'),
    ...(workloads > 0 ? [counted(workloads, 'workload')] : []),
    ...(priorityClasses > 0 ? [counted(priorityClasses, 'priority class')] : []),
    ...(runtimeClasses > 0 ? [counted(runtimeClasses, 'runtime class')] : []),
    ...(storage > 0 ? [counted(storage, 'storage object')] : []),
    ...(stages > 0 ? [counted(stages, 'stage')] : []),
  ].join(', ');
}
