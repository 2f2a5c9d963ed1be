/** Measures a sample day, for the tests of the table. */
import { measure } from '../../../src/core/measure/measurement.ts';
import { HEADER, sampleDay } from '../../core/measure/sample-day.ts';

export const DAY = measure(HEADER, sampleDay());
