/** Runs a process and reads what it used, for benches that compare whole commands. */
import { spawnSync } from 'node:child_process';

export interface Cost {
  /** Seconds of processor time of all threads. */
  readonly cpu: number;
  /** Megabytes. */
  readonly resident: number;
}

/** Makes a process write what it used as its last line of standard error. */
const PRINT_USE = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\n'+(u.userCPUTime+u.systemCPUTime)+' '+u.maxRSS)})`;

export function costOf(argv: readonly string[]): Cost {
  const { NODE_OPTIONS, ...env } = process.env;
  const { stderr, status } = spawnSync(process.execPath, ['--import', PRINT_USE, ...argv], {
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(stderr);
  const [microseconds = 0, kilobytes = 0] = stderr.split('\n').at(-1)!.split(' ').map(Number);
  return { cpu: microseconds / 1e6, resident: kilobytes / 1e3 };
}

/** Of an even count, the mean of the two in the middle. NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
