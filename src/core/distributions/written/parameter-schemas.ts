/** The schemas of single parameters, from which each family makes the schema of its written form. */
import * as z from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';

/** A parameter in the unit of the values drawn: a duration or seconds for times, a quantity for requests. */
export const writtenValue = z.union([z.string(), z.number()], { error: wanted('a value', '5s, 500m or 2') });

/** A shape, or a rate (per second for times, per unit for amounts). */
export const positiveNumber = z
  .number({ error: wanted('a number above 0', '1.5') })
  .positive({ error: (issue) => `${show(issue.input)} must be above 0` })
  .finite();

export const probabilityNumber = z
  .number({ error: wanted('a probability', '0.3') })
  .min(0, { error: 'a probability lies between 0 and 1' })
  .max(1, { error: 'a probability lies between 0 and 1' });
