/** Writes a recording line by line, and each pod template when it is first used. */
import type { PodTemplate } from '../objects/pod.ts';
import { encodeHeader, encodeObservation } from './encode.ts';
import type { Observation, RecordingHeader } from './observation.ts';
import { templateBook } from './template-hash.ts';

export interface RecordingWriter {
  observe(observation: Observation): void;
  /** Returns the hash of a template. Its `template` line is written first if the content is new. */
  templateHash(template: PodTemplate, at: number): string;
}

/**
 * Emits the header at once, then one line for each observation. The caller ends a clean recording with a `close` observation.
 *
 * @param emit takes a line without its line break.
 */
export function recordingWriter(emit: (line: string) => void, header: RecordingHeader): RecordingWriter {
  const observe = (observation: Observation) => emit(encodeObservation(observation));
  emit(encodeHeader(header));
  return { observe, templateHash: templateBook(observe) };
}
