/** Writes a scenario as YAML, in one way for every command that makes scenarios. */
import { Document, isCollection, isPair, visit, type YAMLMap, type YAMLSeq } from 'yaml';

export interface SaveOptions {
  /** Lines at the top of the file, without `#`; each begins with a space. */
  readonly comment?: string;
}

/** Keys whose maps go on one line. */
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

/** Other maps and lists go on one line where it is at most this long… */
const LONGEST_LINE = 160;
/** …and nodes, which have many labels and resources, where it is at most this long. */
const LONGEST_NODE = 250;
/** The entries of these lists go on one line each, however long: a fit has hundreds of them. */
const ONE_LINE_ENTRIES = 'mix';
/** The keys of a scenario, the lists below them, and the keys of their entries have lines of their own… */
const OUTERMOST = 4;
/** …but for the entries of these lists, which are many and short. */
const SHORT_ENTRIES = 'nodes';

/**
 * Short maps, such as labels and distributions, are on one line each.
 *
 * @param scenario plain data with the keys of a scenario file. It is not checked.
 */
export function saveScenario(scenario: object, { comment }: SaveOptions = {}): string {
  const document = new Document(scenario, { aliasDuplicateObjects: false });
  if (comment !== undefined) document.commentBefore = comment;
  visit(document, {
    Pair: (_index, { key, value }) => putOnOneLine(String(key), value),
    Collection(_index, collection, path) {
      const depth = path.filter(isCollection).length;
      const list = isCollection(path.at(-1)) ? listOf(path) : undefined;
      const [outermost, longest] =
        list === SHORT_ENTRIES ? [OUTERMOST - 1, LONGEST_NODE] : [OUTERMOST, LONGEST_LINE];
      const isInner = depth >= outermost && isShort(collection, 2 * depth, longest);
      if (isInner || list === ONE_LINE_ENTRIES) collection.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}

function putOnOneLine(key: string, value: unknown): void {
  if (ON_ONE_LINE.has(key) && isCollection(value)) value.flow = true;
}

/** The key of the innermost list around a collection. */
function listOf(path: readonly unknown[]): string | undefined {
  const pair = path.filter(isPair).at(-1);
  return pair && String(pair.key);
}

/** JSON has two quotes more for each key, and a space less behind each colon and comma. */
function isShort(collection: YAMLMap | YAMLSeq, indent: number, longest: number): boolean {
  return JSON.stringify(collection).length + indent <= longest;
}
