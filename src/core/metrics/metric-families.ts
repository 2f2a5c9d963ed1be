/** Puts together all metrics of a cluster at a moment. */

import type { PresentState } from '../present/present-state.ts';
import { parseMoment } from '../time/moment.ts';
import { kegFamilies, type PlayFacts } from './keg-families.ts';
import type { MetricFamily } from './metric-family.ts';
import { nodeFamilies } from './node-families.ts';
import { podFamilies } from './pod-families.ts';

/** Families without samples are left out. */
export function metricFamilies(state: PresentState, facts: PlayFacts = {}): MetricFamily[] {
  const start = (parseMoment(state.header?.start) ?? 0) / 1e6;
  const families = [...kegFamilies(state, facts), ...nodeFamilies(state), ...podFamilies(state, start)];
  return families.filter(({ samples }) => samples.length > 0);
}
