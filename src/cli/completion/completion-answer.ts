/** Writes what the Tab key offers in kubectl's protocol: one candidate a line, and a number that says how the shell goes on. */

export interface TabCandidate {
  readonly value: string;
  /** One line; empty: none. */
  readonly description: string;
}

/** How the shell goes on after the candidates (cobra, ShellCompDirective: bits that are added up). */
type Directive =
  /** Offers files where no candidate fits. */
  | 'or-files'
  /** Offers nothing else. */
  | 'only-these'
  /** Offers nothing else, and adds no space, because more of the word follows. */
  | 'unfinished'
  /** The candidates are endings of file names: offers those files, and folders. */
  | 'endings'
  /** Offers folders. */
  | 'folders';

export interface Completions {
  readonly candidates: readonly TabCandidate[];
  readonly directive: Directive;
}

export const NO_COMPLETIONS: Completions = { candidates: [], directive: 'only-these' };

const BITS = {
  'or-files': 0,
  'only-these': 4,
  unfinished: 2 + 4,
  endings: 8,
  folders: 16,
} as const satisfies Record<Directive, number>;

export function completionAnswer({ candidates, directive }: Completions): string {
  const lines = candidates.map(({ value, description }) =>
    description === '' ? value : `${value}\t${description.replaceAll(/\s+/g, ' ')}`,
  );
  return `${[...lines, `:${BITS[directive]}`].join('\n')}\n`;
}
