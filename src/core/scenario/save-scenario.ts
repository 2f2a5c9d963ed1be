/** Writes a scenario as YAML, in one way for every command that makes scenarios. */
import { Document, visit } from 'yaml';

export interface SaveOptions {
  /** Lines at the top of the file, without `#`; each begins with a space. */
  readonly comment?: string;
  /** Write short maps, such as labels and distributions, on one line each. */
  readonly isCompact: boolean;
}

/** Keys whose maps go on one line in a compact file. */
const ON_ONE_LINE: ReadonlySet<string> = new Set([
  'labels',
  'capacity',
  'allocatable',
  'arrivals',
  'jitter',
  'ages',
  'lifetime',
  'residual',
  'limits',
  'started',
  'ready',
  'withdrawn',
  'finished',
  'gap',
  'size',
  'end',
  'ends',
  'requests',
  'pace',
]);

/** @param scenario plain data with the keys of a scenario file. It is not checked. */
export function saveScenario(scenario: object, { comment, isCompact }: SaveOptions): string {
  const document = new Document(scenario, { aliasDuplicateObjects: false });
  if (comment !== undefined) document.commentBefore = comment;
  if (isCompact) visit(document, { Pair: (_index, { key, value }) => putOnOneLine(String(key), value) });
  return document.toString({ lineWidth: 0 });
}

function putOnOneLine(key: string, value: unknown): void {
  if (ON_ONE_LINE.has(key) && typeof value === 'object' && value !== null)
    (value as { flow?: boolean }).flow = true;
}
