/** Says on stderr what was sent by remote write. */
import { counted } from '../../core/errors/counted.ts';
import { printRemarks } from '../terminal/print-problems.ts';

export function printSent(
  { samples, series }: { readonly samples: number; readonly series: number },
  url: string,
): void {
  const { host } = new URL(url);
  printRemarks([`sent ${counted(samples, 'sample')} of ${series} series to ${host}`]);
}
