/** Lists every kind of file that keg can name. The first match counts, so special kinds stand before general ones. */
import { DUMP } from '../dump/dump-format.ts';
import type { ImportFormat } from '../import-format.ts';
import { IMPORT_FORMATS } from '../import-formats.ts';
import type { FileKind } from './file-kind.ts';
import { KUBERNETES_FILES, OTHER_OBJECTS } from './kubernetes-files.ts';
import { MANIFESTS } from './manifest-files.ts';
import { BINARY_FILES, PLAIN_FORMS, TOOL_FILES } from './other-files.ts';
import { OWN_FILES, UNDECLARED_SCENARIO } from './own-files.ts';

const asImported = ({ title, detect }: ImportFormat): FileKind => ({
  title,
  next: 'convert it into a recording: kubectl keg import FILE -o OUT.keg.jsonl',
  detect,
});

export const KNOWN_FILES: readonly FileKind[] = [
  { title: 'an empty file', detect: ({ text }) => text.trim() === '' },
  ...OWN_FILES,
  ...KUBERNETES_FILES,
  ...TOOL_FILES,
  ...IMPORT_FORMATS.filter((format) => format !== DUMP).map(asImported),
  MANIFESTS,
  asImported(DUMP),
  UNDECLARED_SCENARIO,
  ...OTHER_OBJECTS,
  ...BINARY_FILES,
  ...PLAIN_FORMS,
];
