/** Passes on the asked window of a recording while it is read, or all of it. */
import type { RecordingSink } from '../recording-reader.ts';
import { cutWindow, type RecordingWindow, windowHeader } from './recording-window.ts';
import { type AskedWindow, requireWindow, type WindowBounds, windowBounds } from './window-bounds.ts';

export interface WindowSink extends RecordingSink {
  /**
   * Must be called after the last observation.
   *
   * @throws {UserError} (usage) if the window begins after the recording has ended.
   */
  end(file: string): void;
}

/** `header` throws a UserError (usage) for bounds that make no window of this recording. */
export function windowSink(asked: AskedWindow, sink: RecordingSink): WindowSink {
  let bounds: WindowBounds | undefined;
  let window: RecordingWindow | undefined;
  return {
    header(header) {
      bounds = windowBounds(asked, header.start);
      window = bounds && cutWindow(bounds, sink.observe);
      sink.header(bounds ? windowHeader(header, bounds) : header);
    },
    observe(observation) {
      if (window) window.observe(observation);
      else sink.observe(observation);
    },
    end(file) {
      if (window && bounds) requireWindow(bounds, window.end(), file);
    },
  };
}
