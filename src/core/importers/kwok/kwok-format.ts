/** Declares the import format of recordings of KWOK. */
import type { ImportFormat } from '../import-format.ts';

/** Of kwokctl, and of `export --to kwok`, whose documents are JSON and begin with simulated nodes. */
const MARKS =
  /^kind:\s*ResourcePatch\b|time-offset-nanosecond|"kind":"ResourcePatch"|^\{.*"kwok\.x-k8s\.io\/node":"fake"/m;

export const KWOK: ImportFormat = {
  name: 'kwok',
  title: 'a recording of KWOK',
  files: "KWOK's recordings (`kwokctl snapshot export --record`, kectl), a stream of YAML documents",
  times: 'ns, cut to µs',
  missing: 'the date: the recording starts at the Unix epoch',
  detect: ({ isJson, text }) => !isJson && MARKS.test(text),
  lookahead: 2_000,
  resolution: '1us',
  hasStamps: true,
  reading: {
    by: 'yaml-documents',
    open: async (history) => (await import('./kwok-recording.ts')).readKwokRecording(history),
  },
};
