/** Reads the files of a dump, JSON or YAML, as one moment of a cluster. */

import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import { UserError } from '../../errors/user-error.ts';
import { OBJECT_KINDS } from '../../objects/object-kinds.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { type FileReader, leftOut, type NamedBytes, type ReadContext } from '../import-format.ts';
import { kindOf } from '../objects/cluster-objects.ts';
import { isLooseMap } from '../objects/loose-json.ts';
import { type KubernetesValues, kubernetesValues } from '../text/kubernetes-values.ts';
import { emitDumpHistory } from './dump-history.ts';
import { createObjectDump, emitDump } from './object-lists.ts';

const MOST_KINDS = 4;

/** @param valuesOf the lists and objects of a file. Default: JSON, or the documents of YAML. */
export function readDump(
  history: ImportHistory,
  context: ReadContext,
  valuesOf: (file: NamedBytes) => KubernetesValues = kubernetesValues,
): FileReader {
  const dump = createObjectDump();
  let lines = 0;
  return {
    take(file) {
      const found = valuesOf(file);
      lines += found.lines;
      for (const value of found.values) dump.add(ofPath(value, file.file), { file: file.file });
    },
    end() {
      const taken = context.moment === undefined ? dump.taken() : { moment: context.moment, problems: [] };
      if (taken === undefined) {
        throw new UserError('the dump has no stamps: when was it taken?', {
          next: 'state it with --moment 2026-03-01T12:00:00Z, or play manifests as they are: kubectl keg replay FILE...',
        });
      }
      for (const [uid, owner] of dump.ownerOf) context.ownerOf.set(uid, owner);
      (context.isWithHistory ? emitDumpHistory : emitDump)(dump, taken.moment, history);
      const { duplicates, faulty, others } = dump.counts;
      const problems: Problem[] = [...taken.problems];
      if (duplicates > 0) {
        const message = `the files contain ${counted(duplicates, 'pod or node', 'pods or nodes')} more than once: each counts once`;
        problems.push({ code: 'duplicate', severity: 'warning', message });
      }
      if (faulty > 0)
        problems.push(leftOut(`left out: ${counted(faulty, 'object')} not of the form of Kubernetes' API`));
      const unused = [...others.values()].reduce((sum, count) => sum + count, 0);
      if (unused > 0) {
        const words = `left out: ${counted(unused, 'object')} of kinds that keg does not use (${otherKinds(others)})`;
        problems.push(leftOut(words));
      }
      if (lines > 0)
        problems.push(leftOut(`left out: ${counted(lines, 'line')} between the objects, such as logs`));
      return problems;
    },
  };
}

/** Objects in a list of a support bundle lack their kind, which the path says: `cluster-resources/deployments/default.json`. */
function ofPath(value: unknown, file: string): unknown {
  if (!Array.isArray(value) || value.some((item) => !isLooseMap(item) || kindOf(item) !== '')) return value;
  const words = file
    .replaceAll('-', '')
    .split(/[/\\.]/)
    .slice(-3);
  const entry = OBJECT_KINDS.find(
    ({ plural }) => words.includes(plural) || words.includes(SHORT[plural] ?? plural),
  );
  return entry ? { kind: `${entry.kind}List`, items: value } : value;
}

const SHORT: Readonly<Record<string, string>> = {
  persistentvolumes: 'pvs',
  persistentvolumeclaims: 'pvcs',
};

function otherKinds(others: ReadonlyMap<string, number>): string {
  const kinds = [...others].sort(([, one], [, other]) => other - one);
  const shown = kinds.slice(0, MOST_KINDS).map(([kind, count]) => `${kind} ${count}`);
  return `${shown.join(', ')}${kinds.length > MOST_KINDS ? ', …' : ''}`;
}
