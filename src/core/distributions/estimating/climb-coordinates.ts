/** Maximises the likelihood of a family in the family's own coordinates. */
import type { Coordinates } from '../families/family.ts';
import { maximize } from './maximize.ts';

/** The parameters of highest likelihood near `from`; undefined where the likelihood has no maximum. */
export function climbCoordinates<Parameters>(
  coordinates: Coordinates<Parameters>,
  likelihood: (parameters: Parameters) => number,
  from: Parameters,
): Parameters | undefined {
  const found = maximize(
    (at) => likelihood(coordinates.toParameters(at)),
    coordinates.of(from),
    coordinates.units(from),
  );
  return found && coordinates.toParameters(found.at);
}
