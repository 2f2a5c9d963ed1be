/** Says how many replays of a comparison are done. */
import { counted } from '../../core/errors/counted.ts';
import { formatNumber } from '../terminal/human-units.ts';

/** `412 of 750 replays`. */
export function replaysText(done: number, all: number): string {
  return `${formatNumber(done)} of ${counted(all, 'replay')}`;
}
