/** Writes a recording line by line, each pod template the first time it is used. */
import type { PodTemplate } from '../objects/pod.ts';
import { encodeHeader, encodeObservation } from './encode.ts';
import type { Observation, RecordingHeader } from './observation.ts';
import { templateBook } from './template-hash.ts';

export interface RecordingWriter {
  observe(observation: Observation): void;
  /** The hash of a template; its `template` line is written first if its content is new. */
  templateHash(template: PodTemplate, at: number): string;
}

/**
 * Emits the header at once and then one line an observation. A clean recording ends with a `close` observation, which the caller gives.
 *
 * @param emit takes a line without its line break.
 */
export function recordingWriter(emit: (line: string) => void, header: RecordingHeader): RecordingWriter {
  const observe = (observation: Observation) => emit(encodeObservation(observation));
  emit(encodeHeader(header));
  return { observe, templateHash: templateBook(observe) };
}
