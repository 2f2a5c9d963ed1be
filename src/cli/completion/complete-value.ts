/** Offers the values of one kind that begin as the typed word does. */
import { type Completions, NO_COMPLETIONS, type TabCandidate } from './completion-answer.ts';
import type { KnownKind, ValueKind } from './value-kinds.ts';

/**
 * Names that are not on the command line.
 *
 * @param given values of the flags so far, by flag: `--context` chooses the cluster.
 * @param command as oclif names it: its flags may have defaults.
 */
export type KnownValues = (
  kind: KnownKind,
  given: ReadonlyMap<string, readonly string[]>,
  command: string,
) => Promise<readonly TabCandidate[]>;

export async function completeValue(
  kind: ValueKind,
  typed: string,
  known: (kind: KnownKind) => Promise<readonly TabCandidate[]>,
): Promise<Completions> {
  switch (kind.kind) {
    case 'words':
      return kind.delimiter === undefined
        ? beginning(plain(kind.words), typed)
        : listed(plain(kind.words), typed, kind.delimiter);
    case 'words-or-files':
      return { ...beginning(plain(kind.words), typed), directive: 'or-files' };
    case 'files':
      return kind.endings.length === 0
        ? { candidates: [], directive: 'or-files' }
        : { candidates: plain(kind.endings), directive: 'endings' };
    case 'folders':
      return { candidates: [], directive: 'folders' };
    case 'text':
      return NO_COMPLETIONS;
    case 'formats':
      return { ...beginning(await known('formats'), typed), directive: 'or-files' };
    case 'namespaces':
      return listed(await known('namespaces'), typed, ',');
    case 'weights':
      return { ...listed(await known('weights'), typed, ','), directive: 'unfinished' };
    default:
      return beginning(await known(kind.kind), typed);
  }
}

function plain(words: readonly string[]): TabCandidate[] {
  return words.map((value) => ({ value, description: '' }));
}

function beginning(candidates: readonly TabCandidate[], typed: string): Completions {
  return { ...NO_COMPLETIONS, candidates: candidates.filter(({ value }) => value.startsWith(typed)) };
}

/** Completes the last entry of `a,b,c`, with an entry that is not in the list yet. */
function listed(candidates: readonly TabCandidate[], typed: string, delimiter: string): Completions {
  const entries = typed.split(delimiter);
  const last = entries.pop() ?? '';
  const head = entries.map((entry) => `${entry}${delimiter}`).join('');
  const open = candidates.filter(({ value }) => !entries.includes(value));
  return beginning(
    open
      .filter(({ value }) => value.startsWith(last))
      .map((each) => ({ ...each, value: `${head}${each.value}` })),
    typed,
  );
}
