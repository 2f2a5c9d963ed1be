/** Where observations go: a recording, the measurement, or both; what sees a cluster, real or embedded, tells one of these. */
import type { PodTemplate } from '../objects/pod.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { Observation } from './observation.ts';

/** Takes what is observed, in order of time. */
export interface Observer {
  observe(observation: Observation): void;
  /** Hash of a template, whose `template` line is observed (at that time) before the hash is first given back. */
  templateHash(template: PodTemplate, at: Microseconds): string;
}
