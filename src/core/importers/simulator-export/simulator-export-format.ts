/** Declares the import format of the files that kube-scheduler-simulator exports and imports. */
import { EVERYTHING, type ImportFormat } from '../import-format.ts';

export const SIMULATOR_EXPORT: ImportFormat = {
  name: 'simulator',
  title: 'an export of kube-scheduler-simulator',
  files:
    'what kube-scheduler-simulator exports and imports, `{pods, nodes, pvs, pvcs, storageClasses, priorityClasses, namespaces, schedulerConfig}`, JSON or YAML',
  times: 'one moment',
  missing: 'what came and went before; the configuration of the scheduler is not used',
  detect: ({ isJson, keys, text }) =>
    isJson
      ? keys.has('schedulerConfig') || /^\s*\{\s*"pods"\s*:\s*\[\s*\{/.test(text)
      : keys.has('pods') && keys.has('nodes') && (keys.has('schedulerConfig') || keys.has('pvcs')),
  lookahead: EVERYTHING,
  resolution: '1s',
  hasStamps: true,
  reading: {
    by: 'whole-files',
    open: async (history, context) =>
      (await import('./simulator-export.ts')).readSimulatorExport(history, context),
  },
};
