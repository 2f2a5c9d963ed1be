/** Writes what a mutation run found: a table by folder, and every survivor with its place. */
import type { Judged } from './judge.ts';

export interface FolderResult {
  readonly folder: string;
  /** All mutants of the folder; `judged` is the sample of them. */
  readonly total: number;
  readonly judged: readonly Judged[];
  readonly seconds: number;
}

export interface Share {
  readonly noticed: number;
  readonly of: number;
  /** Ends of the 95 % interval by Wilson's score, each from 0 to 1. */
  readonly low: number;
  readonly high: number;
}

export function shareNoticed(judged: readonly Judged[]): Share {
  const noticed = judged.filter(isNoticed).length;
  return { noticed, of: judged.length, ...wilson(noticed, judged.length) };
}

export function isNoticed({ verdict }: Judged): boolean {
  return verdict === 'killed' || verdict === 'timeout';
}

/** Wilson (1927), with z = 1.96. */
function wilson(successes: number, trials: number): { low: number; high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const z = 1.96;
  const share = successes / trials;
  const denominator = 1 + (z * z) / trials;
  const center = share + (z * z) / (2 * trials);
  const margin = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: Math.max(0, (center - margin) / denominator),
    high: Math.min(1, (center + margin) / denominator),
  };
}

/** One line for a survivor: `src/core/time/duration.ts:21 EqualityOperator: a < b → a <= b`. */
export function survivorLine({ file, line, kind, original, replacement, verdict }: Judged): string {
  const reached = verdict === 'uncovered' ? ' (no test runs it)' : '';
  return `${file}:${line} ${kind}: ${short(original)} → ${short(replacement)}${reached}`;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
}

export function markdown(results: readonly FolderResult[], command: string): string {
  const rows = results.map(({ folder, total, judged, seconds }) => {
    const { noticed, of, low, high } = shareNoticed(judged);
    const interval = of === total ? 'exact' : `${percent(low)} – ${percent(high)}`;
    return `| ${folder} | ${total} | ${of} | ${noticed} | ${percent(noticed / Math.max(1, of))} | ${interval} | ${seconds.toFixed(0)} s |`;
  });
  const survivors = results.flatMap(({ folder, judged }) => {
    const lines = judged.filter((each) => !isNoticed(each)).map((each) => `- ${survivorLine(each)}`);
    return lines.length > 0 ? [`### ${folder}`, '', ...lines, ''] : [];
  });
  return [
    `Command: \`${command}\``,
    '',
    '| folder | mutants | tried | noticed | share | 95 % interval | time |',
    '| --- | --: | --: | --: | --: | --- | --: |',
    ...rows,
    '',
    '## Survivors',
    '',
    ...survivors,
  ].join('\n');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
