/** The constant family: always the same value. */
import * as z from 'zod';
import { writtenValue } from '../written/parameter-schemas.ts';
import { writtenTime } from '../written/written-values.ts';
import type { Family } from './family.ts';

export interface Constant {
  readonly family: 'constant';
  readonly value: number;
}

const schema = z.strictObject({ type: z.literal('constant'), value: writtenValue });

export const constant: Family<Constant> = {
  name: 'constant',
  summary: 'always the same value',
  cdf: ({ value }, x) => (x < value ? 0 : 1),
  survival: ({ value }, x) => (x < value ? 1 : 0),
  quantile: ({ value }) => value,
  mean: ({ value }) => value,
  scaled: (parameters, factor) => ({ ...parameters, value: parameters.value * factor }),
  schema,
  read: ({ value }: z.output<typeof schema>, reader) => ({
    family: 'constant',
    value: reader.value(value, ['value']),
  }),
  write: ({ value }) => ({ type: 'constant', value: writtenTime(value) }),
};
