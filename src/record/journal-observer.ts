/** Observations as lines of a journal, which may be opened after the first of them is known. */
import type { Journal } from '../files/journal.ts';
import { encodeObservation } from '../recording/encode.ts';
import type { Observation } from '../recording/observation.ts';
import type { Observer } from '../recording/observer.ts';
import { templateBook } from '../recording/template-hash.ts';

export interface JournalObserver {
  readonly observer: Observer;
  /** From here on lines go to the journal; templates named before are known to be there. */
  begin(journal: Journal): void;
}

export function createJournalObserver(): JournalObserver {
  let journal: Journal | undefined;
  const observe = (observation: Observation): void => journal?.append(encodeObservation(observation));
  return {
    observer: { observe, templateHash: templateBook(observe) },
    begin(into) {
      journal = into;
    },
  };
}
