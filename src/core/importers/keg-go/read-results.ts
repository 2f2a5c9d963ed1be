/** Collects the result files of one run of the original Go tool and reads them together. */
import { UserError } from '../../errors/user-error.ts';
import type { ImportHistory } from '../history/import-history.ts';
import type { FileReader } from '../import-format.ts';
import type { NamedText } from '../text/csv-table.ts';
import { decodedText } from '../text/text-encoding.ts';
import { emitEventHistory } from './event-history.ts';
import { isEventHistory, isNodeHistory } from './result-files.ts';

/** All files belong to one run: one event history, and the histories of its nodes. */
export function readResults(history: ImportHistory): FileReader {
  const files: NamedText[] = [];
  return {
    take: ({ file, bytes }) => files.push({ file, text: decodedText(bytes) }),
    end() {
      const [events, ...more] = files.filter(({ text }) => isEventHistory(text));
      if (!events || more.length > 0) {
        throw new UserError(
          events
            ? 'there are several event_history.csv: they belong to several runs'
            : 'none of the files is an event_history.csv',
          {
            next: 'give the event_history.csv of one run, and optionally its NODE_free_resource_history.csv and NODE_allocation_history.csv',
          },
        );
      }
      return emitEventHistory(
        events,
        files.filter(({ file }) => isNodeHistory(file)),
        history,
      );
    },
  };
}
