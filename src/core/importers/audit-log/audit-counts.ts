/** Counts what an audit log lacks, and says it. */
import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import { leftOut } from '../import-format.ts';

export interface AuditCounts {
  /** Requests about pods and nodes without a body, and about other objects. */
  bodiless: number;
  bodilessObjects: number;
  /** JSON patches. */
  unreadable: number;
  /** Creations of objects besides pods that have no name. */
  unnamed: number;
  /** Records and lines that are no audit events. */
  others: number;
  repeated: number;
}

export function emptyCounts(): AuditCounts {
  return { bodiless: 0, bodilessObjects: 0, unreadable: 0, unnamed: 0, others: 0, repeated: 0 };
}

/** @param older how many pods and nodes are changed but never shown whole; @param names of pods that were created without a name. */
export function problemsOf(
  counts: AuditCounts,
  older: { readonly pods: number; readonly nodes: number },
  names: { readonly linked: number; readonly nameless: number },
): Problem[] {
  const problems: Problem[] = [];
  const say = (count: number, message: () => string): void => {
    if (count > 0) problems.push(leftOut(message()));
  };
  const generated = names.linked + names.nameless;
  if (generated > 0) {
    const numbers =
      names.nameless > 0
        ? `; no request soon after names ${names.nameless} of them: a number ends their names`
        : '';
    problems.push({
      code: 'generated-names',
      severity: 'warning',
      message: `created without a name (generateName, logged at level Request): ${counted(generated, 'pod')}, linked to the names in later requests in the order of time${numbers}`,
    });
  }
  say(
    counts.bodiless,
    () =>
      `left out: ${counted(counts.bodiless, 'request')} logged without the object; the audit policy must log pods, pods/binding, pods/status and nodes at level Request or RequestResponse`,
  );
  say(
    counts.bodilessObjects,
    () =>
      `left out: ${counted(counts.bodilessObjects, 'request')} logged without the object that decides (service, workload, budget, volume, …); what it decides is missing`,
  );
  say(counts.unreadable, () => `left out: ${counted(counts.unreadable, 'JSON patch')}`);
  say(counts.unnamed, () => `left out: ${counted(counts.unnamed, 'object')} created without a name`);
  say(
    older.pods + older.nodes,
    () =>
      `left out: ${counted(older.pods, 'pod')} and ${counted(older.nodes, 'node')} that the log changes and never shows whole: they are older than the log`,
  );
  say(
    counts.others,
    () => `left out: ${counted(counts.others, 'line or record', 'lines or records')} without an audit event`,
  );
  if (counts.repeated > 0) {
    const message = `the files contain ${counted(counts.repeated, 'audit event')} more than once: each counts once`;
    problems.push({ code: 'duplicate', severity: 'warning', message });
  }
  return problems;
}
