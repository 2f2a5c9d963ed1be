/** Declares the plain data of a scenario that a fit writes, and reads the distribution of a quantity from the fits of a group. */

import type { Distribution } from '../../distributions/families/distribution.ts';
import type { GroupFit, Quantity } from '../pods/fit-group.ts';

/** Plain data, ready to be written as YAML. */
export type WrittenScenario = Readonly<Record<string, unknown>>;

/** The chosen distribution of a quantity; undefined where the group has none. */
export function drawnFrom({ fits }: Pick<GroupFit, 'fits'>, quantity: Quantity): Distribution | undefined {
  return fits.find((fit) => fit.quantity === quantity)?.choice.distribution;
}
