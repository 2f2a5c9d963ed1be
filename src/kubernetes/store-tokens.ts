/** Writes refreshed tokens of a user back into the kubeconfig, as kubectl does: an issuer may accept a refresh token only once. */
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isMap, isSeq, parseDocument } from 'yaml';

/** Where a user's entry stands. */
export interface UserEntry {
  readonly file: string;
  readonly name: string;
}

/**
 * Replaces fields of the entry's `auth-provider.config`; everything else in the file stays, with its comments. kubectl's lock, a file beside it,
 * keeps two programs from writing at once.
 *
 * @throws {Error} of node:fs, where the file is locked or cannot be written.
 */
export function storeTokens({ file, name }: UserEntry, tokens: Readonly<Record<string, string>>): void {
  const lock = `${file}.lock`;
  closeSync(openSync(lock, 'wx', 0o600));
  try {
    const document = parseDocument(readFileSync(file, 'utf8'));
    const users = document.get('users');
    const entry = isSeq(users)
      ? users.items.find((item) => isMap(item) && item.get('name') === name)
      : undefined;
    if (!isMap(entry)) return;
    for (const [field, token] of Object.entries(tokens))
      entry.setIn(['user', 'auth-provider', 'config', field], token);
    writeFileSync(file, document.toString({ lineWidth: 0 }));
  } finally {
    rmSync(lock, { force: true });
  }
}
