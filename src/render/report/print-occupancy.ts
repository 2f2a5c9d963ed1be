/** Prints what ran and what was requested just before given times. */

import type { Occupancy } from '../../core/measure/requests-at-times.ts';
import { unitOf } from '../../core/measure/resource-index.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { renderData } from '../formats/index.ts';
import { formatBytes } from '../terminal/human-units.ts';
import { refuseReportFormat } from './report-only-format.ts';

/**
 * Prints one line for each time, or the exact data (amounts in base units) in a format for data.
 *
 * @throws {UserError} (usage) for a format that shows a report.
 */
export async function printOccupancy(occupancy: readonly Occupancy[], format: string): Promise<void> {
  refuseReportFormat('--at', format);
  process.stdout.write(await renderData(format, occupancy, () => occupancy.map(occupancyLine).join('')));
}

/** Exact to the unit, so that traces can be compared: bytes have a rounded amount beside them. */
function occupancyLine({ time, pods, requested }: Occupancy): string {
  const { pods: _places, ...others } = requested;
  const amounts = Object.entries(others).map(
    ([resource, amount]) => `${resource} ${exactly(resource, amount)}`,
  );
  return `${shownDuration(time)}  pods ${pods}  requests: ${amounts.join('  ')}\n`;
}

function exactly(resource: string, amount: number): string {
  const unit = unitOf(resource);
  if (unit === 'millicores') return `${amount}m`;
  return unit === 'bytes' ? `${amount} bytes (${formatBytes(amount)})` : String(amount);
}
