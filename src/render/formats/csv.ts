/** `-o csv`: writes files in the layouts of the original kube-event-generator. */
import type { FolderFormat } from './output-format.ts';

export const csvFormat: FolderFormat = {
  name: 'csv',
  folderFlag: 'csv-dir',
  summary: 'Files of events, durations, queue lengths and allocations over time, in a folder (--csv-dir)',
  async files(header, observations) {
    const { csvFiles } = await import('../report/csv.ts');
    return csvFiles(header, observations);
  },
};
