/** Prints a generated scenario on stdout, or the name of the file that it was written to. */
import { counted } from '../../core/errors/counted.ts';
import type { Problem } from '../../core/errors/problem.ts';
import { printProblems } from '../terminal/print-problems.ts';

/** A scenario that was made, as YAML. */
export interface GeneratedText {
  readonly text: string;
  /** Entries of pods. */
  readonly pods: number;
  readonly workloads: number;
  readonly problems: readonly Problem[];
}

export function printGenerated(
  { text, pods, workloads, problems }: GeneratedText,
  file: string | undefined,
): void {
  printProblems(problems);
  if (file === undefined) process.stdout.write(text);
  else {
    const entries = pods > 0 || workloads === 0 ? [counted(pods, 'pod entry')] : [];
    if (workloads > 0) entries.push(counted(workloads, 'workload'));
    process.stdout.write(`wrote ${file} (${entries.join(', ')})\n`);
  }
}
