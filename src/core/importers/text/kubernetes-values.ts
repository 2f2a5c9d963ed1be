/** Reads the objects in a file as kubectl reads or prints them: JSON values in any layout, or YAML documents. */
import { type Document, isMap, isScalar, parseAllDocuments, visit } from 'yaml';
import { CORRECT_YAML } from '../../errors/next-steps.ts';
import { UserError } from '../../errors/user-error.ts';
import { booleanWord, KUBERNETES_SCALARS } from '../../objects/kubernetes-yaml.ts';
import type { NamedBytes } from '../import-format.ts';
import { parseJsonText } from './json-file.ts';
import { createJsonScanner } from './json-values.ts';
import { decodedText } from './text-encoding.ts';

export interface KubernetesValues {
  readonly values: readonly unknown[];
  /** Lines between the values that are no objects, such as the logs in a dump of `kubectl cluster-info`. */
  readonly lines: number;
}

/** Logs of containers, as `kubectl cluster-info dump` prints them between its lists. */
const LOGS = /^==== START logs for [^\n]*\n[\s\S]*?^==== END logs for [^\n]*(?:\n|$)/gm;

/** @throws {UserError} with file and line for text that is neither. */
export function kubernetesValues({ file, bytes }: NamedBytes): KubernetesValues {
  const text = decodedText(bytes);
  if (!/^\s*[[{]/.test(text)) return { values: yamlValues(text, file), lines: 0 };
  try {
    return { values: [JSON.parse(text) as unknown], lines: 0 };
  } catch {
    return jsonValues(text, file);
  }
}

function jsonValues(text: string, file: string): KubernetesValues {
  const values: unknown[] = [];
  let lines = 0;
  let isBroken = false;
  const scanner = createJsonScanner({
    value(value) {
      try {
        values.push(JSON.parse(value));
      } catch {
        isBroken = true;
      }
    },
    other(line) {
      if (/^\s*[[{]/.test(line)) isBroken = true;
      else lines += 1;
    },
  });
  const objects = text.replaceAll(LOGS, (logs) => {
    lines += logs.split('\n').length - 1;
    return '';
  });
  scanner.read(objects);
  scanner.end();
  if (!isBroken && values.length > 0) return { values, lines };
  try {
    // YAML has maps in braces, too, and lets a comma follow the last item.
    return { values: yamlValues(text, file), lines: 0 };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { values: [parseJsonText(text, file)], lines: 0 };
  }
}

function yamlValues(text: string, file: string): readonly unknown[] {
  const documents = parseAllDocuments(text, { merge: true, logLevel: 'silent', ...KUBERNETES_SCALARS });
  if ('empty' in documents) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error) {
      throw new UserError(error.message.split('\n', 1)[0]!, {
        position: { file, line: error.linePos?.[0].line },
        next: CORRECT_YAML,
      });
    }
    if (/:[ \t]+(?:y|yes|on|n|no|off)\b/i.test(text)) readBooleans(document);
    return document.toJS() as unknown;
  });
}

function readBooleans(document: Document): void {
  visit(document, {
    Map(_key, map) {
      if (!isMap(map)) return;
      for (const { key, value } of map.items) {
        if (!isScalar(key) || !isScalar(value) || value.type !== 'PLAIN') continue;
        value.value = booleanWord(String(key.value), String(value.value)) ?? value.value;
      }
    },
  });
}
