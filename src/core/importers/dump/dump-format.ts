/** Declares the import format of dumps of `kubectl get`. */
import type { FileHead } from '../file-kinds/file-head.ts';
import { EVERYTHING, type ImportFormat } from '../import-format.ts';

export const DUMP: ImportFormat = {
  name: 'dump',
  title: 'a dump of objects (kubectl get -o json or yaml)',
  files:
    '`kubectl get pods,nodes,events -o json` or `yaml`: Lists, PodLists, single objects, one file or one for each namespace; also services, workloads, budgets, volumes and classes',
  times: 'one moment',
  missing: 'what came and went before',
  detect: holdsObjects,
  lookahead: EVERYTHING,
  resolution: '1s',
  hasStamps: true,
  reading: {
    by: 'whole-files',
    open: async (history, context) => (await import('./read-dump.ts')).readDump(history, context),
  },
};

const OBJECTS = String.raw`(?:Pod|Node|Event|\w*List)`;
const IN_YAML = new RegExp(String.raw`^(?:- )?kind:\s*["']?${OBJECTS}\b`, 'm');
const IN_JSON = new RegExp(String.raw`"kind"\s*:\s*"${OBJECTS}"`);

/** Support bundles have lists of objects without their kinds. */
const IN_LIST = /^\s*\[\s*\{[\s\S]*"metadata"\s*:\s*\{[\s\S]*"(?:spec|status|involvedObject)"\s*:/;

/** Audit events contain objects too. */
const IN_AUDIT_LOG = /"audit\.k8s\.io\/|"protoPayload"/;

/** A list of objects, or a pod, node or event in any of the documents. */
function holdsObjects({ isJson, keys, kind, text }: FileHead): boolean {
  if (keys.has('items') && (isJson || /^items:\s*(?:$|\[|null)/m.test(text))) return true;
  if (!isJson) {
    const isOfDocuments = /^\s*---\s*[[{]/.test(text) && IN_JSON.test(text) && !IN_AUDIT_LOG.test(text);
    return IN_YAML.test(text) || isOfDocuments;
  }
  return keys.size === 0
    ? (IN_JSON.test(text) || IN_LIST.test(text)) && !IN_AUDIT_LOG.test(text)
    : new RegExp(`^${OBJECTS}$`).test(kind);
}
