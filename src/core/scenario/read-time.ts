/** Reads the distributions of an entry in their unit, and reports errors at their place. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { ReadUnit } from '../distributions/written/parameter-reader.ts';
import type { Path } from './positioned-yaml.ts';
import { readDistribution } from './read-distribution.ts';
import type { Reporter } from './reporter.ts';
import { readSeconds, type WrittenDistribution } from './schema/distribution.ts';

/** Reads a distribution of times in seconds. Undefined if there is none, or after an error to `report`. */
export function readTime(
  written: WrittenDistribution | undefined,
  path: Path,
  report: Reporter,
): Distribution | undefined {
  return written ? readIn(written, readSeconds, path, report) : undefined;
}

/** Reads a distribution in any unit. */
export function readIn(
  written: WrittenDistribution,
  unit: ReadUnit,
  path: Path,
  report: Reporter,
): Distribution | undefined {
  return readDistribution(written, unit, (key, message) =>
    report.error('invalid-value', [...path, ...key], message),
  );
}
