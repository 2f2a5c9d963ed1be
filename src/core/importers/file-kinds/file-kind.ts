/** Declares one kind of file as plain data: how keg recognises it, its name in messages, and the next step for the user. */
import type { FileHead } from './file-head.ts';

/** What keg can do with a file of its own; undefined for a file that no command plays or reads as it is. */
export type FileRole = 'scenario' | 'recording' | 'manifests';

export interface FileKind {
  /** Completes "this is …", with its article. */
  readonly title: string;
  /** What the person can do with such a file; undefined where keg has nothing to offer. */
  readonly next?: string | undefined;
  readonly role?: FileRole;
  /** Follows the title where the title alone is too general. */
  detail?(head: FileHead): string;
  detect(head: FileHead): boolean;
}

/** Recognises Kubernetes objects by the group of their apiVersion and, where it is given, by their kind. */
export function isObjectOf(
  { apiVersion, kind }: FileHead,
  group: RegExp,
  kinds?: readonly string[],
): boolean {
  return group.test(apiVersion) && (kinds === undefined || kinds.includes(kind));
}

export function hasKeys({ keys }: FileHead, ...wanted: readonly string[]): boolean {
  return wanted.every((key) => keys.has(key));
}

/** How many of these keys a file has at its top level. */
export function countKeys({ keys }: FileHead, known: readonly string[]): number {
  return known.filter((key) => keys.has(key)).length;
}
