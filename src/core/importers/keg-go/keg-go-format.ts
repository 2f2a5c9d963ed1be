/** Declares the import format of results of the original Go tool. */
import { EVERYTHING, type ImportFormat } from '../import-format.ts';
import { isEventHistory, isNodeHistory, isOtherResult } from './result-files.ts';

export const KEG_GO: ImportFormat = {
  name: 'keg-go',
  title: 'a result of kube-event-generator (event_history.csv and the files beside it)',
  files: '`event_history.csv` of the original Go tool, and the node files beside it',
  times: '1 ms',
  missing: 'namespaces, all containers but the first, the time zone',
  detect: ({ file, text }) => isEventHistory(text) || isNodeHistory(file) || isOtherResult(file),
  lookahead: EVERYTHING,
  resolution: '1ms',
  hasStamps: false,
  reading: {
    by: 'whole-files',
    open: async (history) => (await import('./read-results.ts')).readResults(history),
  },
};
