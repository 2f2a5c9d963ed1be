/** Knows what kind of value a flag or an argument takes, so that the Tab key offers values of that kind. */
import type { ArgumentShape, CommandShape, FlagShape } from '../command-line/command-shape.ts';

export type ValueKind =
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly delimiter?: string | undefined }
  /** Names that keg, the kubeconfig or the cluster knows. */
  | { readonly kind: KnownKind }
  | { readonly kind: 'files'; readonly endings: readonly string[] }
  /** Words, and files beside them. */
  | { readonly kind: 'words-or-files'; readonly words: readonly string[] }
  | { readonly kind: 'folders' }
  | { readonly kind: 'text' };

export type KnownKind =
  | 'formats'
  | 'clusters'
  | 'users'
  | 'contexts'
  | 'namespaces'
  | 'runs'
  | 'weights'
  | 'kubernetes-versions';

const SCENARIOS = ['yaml', 'yml', 'json'];
const RECORDINGS = ['keg.jsonl', 'keg.jsonl.gz'];
const YAML = ['yaml', 'yml'];

/** Flags whose values are more than their help shows, by name. */
const FLAGS: Readonly<Record<string, ValueKind>> = {
  context: { kind: 'contexts' },
  cluster: { kind: 'clusters' },
  user: { kind: 'users' },
  namespace: { kind: 'namespaces' },
  run: { kind: 'runs' },
  weights: { kind: 'weights' },
  'kubernetes-version': { kind: 'kubernetes-versions' },
  'scheduler-config': { kind: 'files', endings: YAML },
  recording: { kind: 'files', endings: RECORDINGS },
  resume: { kind: 'files', endings: RECORDINGS },
  'csv-dir': { kind: 'folders' },
  'parquet-dir': { kind: 'folders' },
  folder: { kind: 'folders' },
};

/** Arguments by their name in the help; with the verb before it where two verbs use the name differently. */
const ARGUMENTS: Readonly<Record<string, ValueKind>> = {
  SCENARIO: { kind: 'files', endings: [...SCENARIOS, ...RECORDINGS] },
  RECORDING: { kind: 'files', endings: RECORDINGS },
  'generate FILE': { kind: 'files', endings: SCENARIOS },
  'import FILE': { kind: 'files', endings: [] },
  'FILE...': { kind: 'files', endings: SCENARIOS },
};

export function kindOfFlag({ name, options, delimiter, valueName = '' }: FlagShape): ValueKind {
  if (options !== undefined) return { kind: 'words', words: options, delimiter };
  return FLAGS[name] ?? kindOfValueName(valueName);
}

export function kindOfArgument({ words }: CommandShape, { name, options }: ArgumentShape): ValueKind {
  if (options !== undefined) return { kind: 'words', words: options };
  return ARGUMENTS[`${words.join(' ')} ${name}`] ?? ARGUMENTS[name] ?? { kind: 'text' };
}

/** By how help shows the value: `FILE.yaml`, `N.csv`, `FILE.yaml|table|json`, `image,labels`. */
function kindOfValueName(valueName: string): ValueKind {
  if (valueName === 'FORMAT|FILE') return { kind: 'formats' };
  const choices = valueName.split('|');
  const words = choices.filter((choice) => /^[a-z]+$/.test(choice));
  const files = choices.filter((choice) => /^FILE\b|^[A-Z]\.[a-z]/.test(choice));
  const listed = valueName.split(',');
  if (words.length > 0 || (files.length > 0 && choices.length > 1)) return { kind: 'words-or-files', words };
  if (files.length > 0) return { kind: 'files', endings: files.flatMap(endingsOf) };
  if (listed.length > 1 && listed.every((word) => /^[a-z]+$/.test(word)))
    return { kind: 'words', words: listed, delimiter: ',' };
  return valueName === 'FOLDER' ? { kind: 'folders' } : { kind: 'text' };
}

/** `FILE.keg.jsonl[.gz]` has the endings `keg.jsonl` and `keg.jsonl.gz`; `FILE` has none. */
function endingsOf(file: string): readonly string[] {
  const [, ending, more] = /^[A-Z]+\.([a-z.]+)(?:\[([a-z.]+)\])?$/.exec(file) ?? [];
  if (ending === undefined) return [];
  return more === undefined ? [ending] : [ending, `${ending}${more}`];
}
