/** Observations as lines of a journal, which may be opened after the first of them is known. */

import { encodeObservation } from '../../core/recording/encode.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import { templateBook } from '../../core/recording/template-hash.ts';
import type { Journal } from '../../storage/journal.ts';

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
