/** Reads the files of a dump, JSON or YAML, as one moment of a cluster. */

import { parseAllDocuments } from 'yaml';
import { counted } from '../../errors/counted.ts';
import type { Problem } from '../../errors/problem.ts';
import { UserError } from '../../errors/user-error.ts';
import type { ImportHistory } from '../history/import-history.ts';
import { type FileReader, leftOut, type NamedBytes, type ReadContext } from '../import-format.ts';
import { decodedText, parseJsonText } from '../text/json-file.ts';
import { emitDumpHistory } from './dump-history.ts';
import { createObjectDump, emitDump } from './object-lists.ts';

/** @param valuesOf the lists and objects of a file. Default: JSON, or the documents of YAML. */
export function readDump(
  history: ImportHistory,
  context: ReadContext,
  valuesOf: (file: NamedBytes) => readonly unknown[] = objectsIn,
): FileReader {
  const dump = createObjectDump();
  return {
    take(file) {
      for (const value of valuesOf(file)) dump.add(value, { file: file.file });
    },
    end() {
      const moment = context.moment ?? dump.moment();
      if (moment === undefined) {
        throw new UserError('the dump has no stamps: when was it taken?', {
          next: 'state it with --moment 2026-03-01T12:00:00Z',
        });
      }
      for (const [uid, owner] of dump.ownerOf) context.ownerOf.set(uid, owner);
      (context.isWithHistory ? emitDumpHistory : emitDump)(dump, moment, history);
      const { duplicates, faulty } = dump.counts;
      const problems: Problem[] = [];
      if (duplicates > 0) {
        const message = `the files contain ${counted(duplicates, 'pod or node', 'pods or nodes')} more than once: each counts once`;
        problems.push({ code: 'duplicate', severity: 'warning', message });
      }
      if (faulty > 0)
        problems.push(leftOut(`left out: ${counted(faulty, 'object')} not of the form of Kubernetes' API`));
      return problems;
    },
  };
}

function objectsIn({ file, bytes }: NamedBytes): readonly unknown[] {
  const text = decodedText(bytes);
  if (/^\s*[[{]/.test(text)) {
    return [parseJsonText(text, file)];
  }
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error) {
      throw new UserError(error.message.split('\n', 1)[0]!, {
        position: { file, line: error.linePos?.[0].line },
      });
    }
    return document.toJS() as unknown;
  });
}
