/** Maximises the likelihood of a family in the family's own coordinates. */
import type { Coordinates } from '../families/family.ts';
import type { Objective } from './derivatives.ts';
import { approach, maximize } from './maximize.ts';

/**
 * The parameters of highest likelihood near `from`; undefined where the likelihood has no maximum.
 *
 * @param isStart - whether a point near the maximum is enough, from which another search starts.
 */
export function climbCoordinates<Parameters>(
  coordinates: Coordinates<Parameters>,
  likelihood: (parameters: Parameters) => number,
  from: Parameters,
  isStart = false,
): Parameters | undefined {
  const objective: Objective = (at) => likelihood(coordinates.toParameters(at));
  const [start, units] = [coordinates.of(from), coordinates.units(from)];
  const found = isStart ? approach(objective, start, units) : maximize(objective, start, units)?.at;
  return found && coordinates.toParameters(found);
}
