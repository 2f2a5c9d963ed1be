/** Reads a written distribution: its family reads the units and checks the parameters against each other. */
import type { Distribution } from '../distributions/families/distribution.ts';
import type { Family } from '../distributions/families/family.ts';
import { FAMILIES } from '../distributions/families/index.ts';
import {
  ParameterReader,
  type ReadUnit,
  type ReportParameter,
} from '../distributions/written/parameter-reader.ts';
import type { WrittenDistribution } from './schema/distribution.ts';

/**
 * Reads the parameters with `unit` (seconds, or the amounts of a resource).
 *
 * @returns undefined after `report` has received what is wrong, and where below the distribution.
 */
export function readDistribution(
  written: WrittenDistribution,
  unit: ReadUnit,
  report: ReportParameter,
): Distribution | undefined {
  const families: Readonly<Record<string, unknown>> = FAMILIES;
  const family = families[written.type] as Family<Distribution>;
  const reader = new ParameterReader(unit, report);
  const result = family.read(written as Parameters<typeof family.read>[0], reader);
  return reader.failed ? undefined : result;
}
