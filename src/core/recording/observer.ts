/** Declares the receiver of observations: a recording, the measurement, or both. Every source of observations, real or embedded, calls one. */
import type { PodTemplate } from '../objects/pod.ts';
import type { Microseconds } from '../time/microseconds.ts';
import type { Observation } from './observation.ts';

/** Receives observations in order of time. */
export interface Observer {
  observe(observation: Observation): void;
  /** Returns the hash of a template. Its `template` line is observed, at that time, before the hash is first returned. */
  templateHash(template: PodTemplate, at: Microseconds): string;
}
