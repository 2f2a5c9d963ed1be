/** Prints what ran and what was requested just before given times. */
import type { Occupancy } from '../../core/measure/requests-at-times.ts';
import { formatDuration } from '../../core/time/duration.ts';
import { renderData } from '../formats/index.ts';

/** Prints one line for each time, or the exact data (amounts in base units) in a format for data. */
export async function printOccupancy(occupancy: readonly Occupancy[], format: string): Promise<void> {
  process.stdout.write(await renderData(format, occupancy, () => occupancy.map(occupancyLine).join('')));
}

/** Amounts in millicores, bytes and counts. */
function occupancyLine({ time, pods, requested }: Occupancy): string {
  const { pods: _places, ...others } = requested;
  const amounts = Object.entries(others).map(
    ([resource, amount]) => `${resource} ${amount}${resource === 'cpu' ? 'm' : ''}`,
  );
  return `${formatDuration(time)}  pods ${pods}  requests: ${amounts.join('  ')}\n`;
}
