/** Writes the tables of a recording as Parquet files. */
import { parquetWriteBuffer } from 'hyparquet-writer/src/write.js';
import { followCluster } from '../../core/charting/follow-cluster.ts';
import type { Observation, RecordingHeader } from '../../core/recording/observation.ts';
import { parseMoment } from '../../core/time/moment.ts';
import { nodesTable } from './nodes-table.ts';
import { podsTable } from './pods-table.ts';
import { seriesTable } from './series-table.ts';
import type { Column, Table } from './table-columns.ts';

type SchemaElement = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];

/** Returns the content of each file by its name. A recording that starts at the Unix epoch has no real times: its moments are empty. */
export function parquetFiles(
  header: RecordingHeader,
  observations: Iterable<Observation>,
): Map<string, Uint8Array> {
  const history = followCluster(header, observations);
  const start = parseMoment(header.start) ?? 0;
  const epoch = start === 0 ? null : start;
  const tables = [podsTable(history, epoch), nodesTable(history, epoch), seriesTable(history, epoch)];
  return new Map(tables.map((table) => [`${table.name}.parquet`, parquetOf(table, header)]));
}

function parquetOf({ columns }: Table, { tool }: RecordingHeader): Uint8Array {
  const buffer = parquetWriteBuffer({
    schema: [{ name: 'schema', num_children: columns.length }, ...columns.map(schemaOf)],
    columnData: columns.map((column) => ({ name: column.name, data: valuesOf(column) })),
    createdBy: `${tool.name} ${tool.version}`,
  });
  return new Uint8Array(buffer);
}

function valuesOf(column: Column): (string | number | bigint | null)[] {
  if (column.type === 'text' || column.type === 'real') return [...column.values];
  return column.values.map((value) => (value === null ? null : BigInt(Math.round(value))));
}

function schemaOf({ name, type }: Column): SchemaElement {
  const column = { name, repetition_type: 'OPTIONAL' } as const;
  if (type === 'text') return { ...column, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
  if (type === 'real') return { ...column, type: 'DOUBLE' };
  if (type === 'whole') return { ...column, type: 'INT64' };
  return {
    ...column,
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  };
}
