/** Reads the files of a dump, JSON or YAML, as one moment of a cluster. */
import { parseAllDocuments } from 'yaml';
import { UserError } from '../../errors/user-error.ts';
import type { ImportHistory } from '../history/import-history.ts';
import type { FileReader, NamedBytes, ReadContext } from '../import-format.ts';
import { decodedText, parseJsonText } from '../text/json-file.ts';
import { emitDumpHistory } from './dump-history.ts';
import { createObjectDump, emitDump, type ObjectDump } from './object-lists.ts';

export function readDump(history: ImportHistory, context: ReadContext): FileReader {
  const dump = createObjectDump();
  return {
    take: (file) => addObjects(dump, file),
    end() {
      const moment = context.moment ?? dump.moment();
      if (moment === undefined) {
        throw new UserError('the dump has no stamps: when was it taken?', {
          next: 'state it with --moment 2026-03-01T12:00:00Z',
        });
      }
      for (const [uid, owner] of dump.ownerOf) context.ownerOf.set(uid, owner);
      (context.isWithHistory ? emitDumpHistory : emitDump)(dump, moment, history);
      const { duplicates } = dump.counts;
      if (duplicates === 0) return [];
      const message = `${duplicates} pods or nodes were in the files more than once, and count once`;
      return [{ code: 'duplicate', severity: 'warning', message }];
    },
  };
}

function addObjects(dump: ObjectDump, { file, bytes }: NamedBytes): void {
  const text = decodedText(bytes);
  if (/^\s*[[{]/.test(text)) {
    dump.add(parseJsonText(text, file), { file });
    return;
  }
  for (const document of parseAllDocuments(text)) {
    const [error] = document.errors;
    if (error) {
      throw new UserError(error.message.split('\n', 1)[0]!, {
        position: { file, line: error.linePos?.[0].line },
      });
    }
    dump.add(document.toJS(), { file });
  }
}
