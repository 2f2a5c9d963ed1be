/** Splits a long YAML stream into its documents, so that only one of them is in memory at a time. */
import { parseDocument } from 'yaml';
import { CORRECT_YAML } from '../../errors/next-steps.ts';
import { UserError } from '../../errors/user-error.ts';
import { KUBERNETES_SCALARS } from '../../objects/kubernetes-yaml.ts';

export interface YamlDocument {
  readonly value: unknown;
  /** The line on which it begins, from 1. */
  readonly line: number;
}

/**
 * Splits at lines that begin with `---`. Empty documents are skipped.
 *
 * @throws {UserError} with file and line for a document that is not YAML.
 */
export async function* yamlDocuments(
  texts: AsyncIterable<string>,
  file: string,
): AsyncGenerator<YamlDocument> {
  let pending = '';
  let line = 1;
  for await (const text of texts) {
    pending += text;
    for (let cut = pending.search(SEPARATOR); cut >= 0; cut = pending.search(SEPARATOR)) {
      const end = pending.indexOf('\n', cut + 1);
      const document = parsed(pending.slice(0, cut), file, line);
      line += linesIn(pending.slice(0, end + 1));
      pending = pending.slice(end + 1);
      if (document) yield document;
    }
  }
  const document = parsed(pending, file, line);
  if (document) yield document;
}

/** A whole line; text after the dashes is a comment. */
const SEPARATOR = /(?:^|(?<=\n))---(?:[ \t][^\n]*)?\r?\n/;

function parsed(text: string, file: string, line: number): YamlDocument | undefined {
  if (text.trim() === '') return undefined;
  const document = parseDocument(text, { merge: true, logLevel: 'silent', ...KUBERNETES_SCALARS });
  const [error] = document.errors;
  if (error) {
    throw new UserError(error.message.split('\n', 1)[0]!, {
      position: { file, line: line + (error.linePos?.[0].line ?? 1) - 1 },
      next: CORRECT_YAML,
    });
  }
  const value: unknown = document.toJS();
  return value === null || value === undefined ? undefined : { value, line };
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
