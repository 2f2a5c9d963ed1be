/** Lists the formats that `kubectl keg export` writes. A new format is a file beside this one and one line here. */
import type { ExportFormat } from './export-format.ts';
import { KWOK_PATCHES } from './kwok-patches.ts';
import { SIMKUBE_TRACE } from './simkube-trace.ts';
import { SIMULATOR_RECORDS } from './simulator-records.ts';
import { SIMULATOR_SNAPSHOT } from './simulator-snapshot.ts';

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  SIMULATOR_RECORDS,
  SIMULATOR_SNAPSHOT,
  KWOK_PATCHES,
  SIMKUBE_TRACE,
];
