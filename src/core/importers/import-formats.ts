/** Lists the formats that `kubectl keg import` reads. A new format is a folder beside this file and one line here. */
import { AUDIT_LOG } from './audit-log/audit-log-format.ts';
import { DUMP } from './dump/dump-format.ts';
import type { ImportFormat } from './import-format.ts';
import { KARPENTER } from './karpenter/karpenter-format.ts';
import { KEG_GO } from './keg-go/keg-go-format.ts';
import { KWOK } from './kwok/kwok-format.ts';
import { SCHED_RECORDER } from './sched-recorder/sched-recorder-format.ts';
import { SIMKUBE } from './simkube/simkube-format.ts';
import { SIMULATOR_EXPORT } from './simulator-export/simulator-export-format.ts';
import { WATCH } from './watch/watch-format.ts';

/** In the order in which a file is tried: special formats first, the dump with its few marks last. */
export const IMPORT_FORMATS: readonly ImportFormat[] = [
  SIMKUBE,
  KEG_GO,
  SCHED_RECORDER,
  KARPENTER,
  AUDIT_LOG,
  KWOK,
  SIMULATOR_EXPORT,
  WATCH,
  DUMP,
];
