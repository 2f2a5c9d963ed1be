/** Writes observations as lines of a journal that may be opened after the first observation. */
import { encodeObservation } from '../../core/recording/encode.ts';
import type { Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { RecordingSink } from '../../core/recording/recording-reader.ts';
import { templateBook } from '../../core/recording/template-hash.ts';
import type { Journal } from '../../storage/journal.ts';

export interface JournalObserver {
  readonly observer: Observer;
  /** From now on lines go to the journal. Templates named before this count as written: the resumed recording contains them. */
  begin(journal: Journal): void;
}

/** @param watcher gets each observation as well. */
export function createJournalObserver(watcher?: Pick<RecordingSink, 'observe'>): JournalObserver {
  let journal: Journal | undefined;
  const observe = (observation: Observation): void => {
    journal?.append(encodeObservation(observation));
    watcher?.observe(observation);
  };
  return {
    observer: { observe, templateHash: templateBook(observe) },
    begin(into) {
      journal = into;
    },
  };
}
