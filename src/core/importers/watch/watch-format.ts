/** Declares the import format of watch events, as `kubectl get -w --output-watch-events` prints them. */
import type { FileHead } from '../file-kinds/file-head.ts';
import { EVERYTHING, type ImportFormat } from '../import-format.ts';

export const WATCH: ImportFormat = {
  name: 'watch',
  title: 'watch events (kubectl get --watch --output-watch-events)',
  files:
    '`kubectl get pods -A -w --output-watch-events -o json` (or yaml), or the answer of `?watch=1`: `{type, object}`',
  times: '1 s: the latest stamp in an object or before it',
  missing: 'when each event came; what happened before the watch',
  detect: isWatch,
  lookahead: EVERYTHING,
  resolution: '1s',
  hasStamps: true,
  reading: {
    by: 'whole-files',
    open: async (history) => (await import('./read-watch.ts')).readWatch(history),
  },
};

const TYPE = '(?:ADDED|MODIFIED|DELETED|BOOKMARK|ERROR)';
const IN_JSON = new RegExp(String.raw`"type"\s*:\s*"${TYPE}"`);
/** A list of them, as `jq -s` makes it. */
const LIST = /^\s*\[\s*\{\s*"(?:type|object)"\s*:/;
const IN_YAML = new RegExp(String.raw`^type:\s*["']?${TYPE}\b`, 'm');

function isWatch({ isJson, keys, text }: FileHead): boolean {
  if (isJson && LIST.test(text)) return IN_JSON.test(text);
  if (!keys.has('object')) return false;
  if (!isJson) return IN_YAML.test(text) || /^object:\s*$/m.test(text);
  return IN_JSON.test(text);
}
