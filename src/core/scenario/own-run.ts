/** Reads what a pod that is listed by its time or by its age has of its own, in place of what its entry draws. */
import type { ResourceList } from '../objects/pod.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { OwnRunFields } from './schema/own-run.ts';

/** Times are integer microseconds from started. */
export interface OwnRun {
  readonly lifetime?: number | undefined;
  /** The lifetime is drawn, and is longer than this. */
  readonly longerThan?: number | undefined;
  /** Of the first container. */
  readonly requests?: ResourceList | undefined;
}

/** Undefined where nothing is its own. */
export function buildOwnRun(
  { lifetime, longerThan, requests }: OwnRunFields,
  path: Path,
  report: Reporter,
): OwnRun | undefined {
  if (lifetime !== undefined && longerThan !== undefined)
    report.error('conflicting-keys', [...path, 'longerThan'], 'excludes lifetime: keep one of them');
  if (lifetime === undefined && longerThan === undefined && requests === undefined) return undefined;
  return { lifetime, longerThan, requests };
}
