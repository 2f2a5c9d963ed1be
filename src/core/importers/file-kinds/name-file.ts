/** Names the kind of a file, and refuses a file that a command can't use, with the next step for the user. */
import { UserError } from '../../errors/user-error.ts';
import type { FileHead } from './file-head.ts';
import type { FileKind, FileRole } from './file-kind.ts';
import { KNOWN_FILES } from './known-files.ts';

/** The first kind that fits. */
export function kindOfFile(head: FileHead, kinds: readonly FileKind[] = KNOWN_FILES): FileKind {
  const found = kinds.find((kind) => kind.detect(head));
  if (!found) throw new Error('the last kind of file must fit every file');
  return found;
}

/**
 * A refusal that names what the file is: `package.json: this is a package.json, not a scenario or a recording`.
 *
 * @param wanted what the command reads, with its article.
 */
export function wrongFile(head: FileHead, wanted: string, next?: string): UserError {
  const kind = kindOfFile(head);
  return new UserError(`this is ${kind.title}${kind.detail?.(head) ?? ''}, not ${wanted}`, {
    position: { file: head.file },
    next: kind.next?.replaceAll('FILE', shellWord(head.file)) ?? next ?? NEXT,
  });
}

/** @throws {UserError} that names what the file is, unless it has one of the roles. */
export function requireRole(head: FileHead, roles: readonly FileRole[], wanted: string): FileRole {
  const { role } = kindOfFile(head);
  if (role !== undefined && roles.includes(role)) return role;
  throw wrongFile(head, wanted);
}

const NEXT =
  'docs/reference/scenario.md describes scenarios, docs/reference/importers.md the files that keg converts';
function shellWord(file: string): string {
  return /^[\w./@:+-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}
