/** `-o parquet`: writes tables of pods, of nodes and of amounts over time, for DuckDB, pandas, Spark and the like. */
import type { FolderFormat } from './output-format.ts';

export const parquetFormat: FolderFormat = {
  name: 'parquet',
  folderFlag: 'parquet-dir',
  summary: 'Tables of pods, nodes and amounts over time, in a folder (--parquet-dir)',
  async files(header, observations) {
    const { parquetFiles } = await import('../parquet/parquet-files.ts');
    return parquetFiles(header, observations);
  },
};
