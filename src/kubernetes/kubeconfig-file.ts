/** Reads one kubeconfig as plain fields, and merges several by kubectl's rule. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../core/errors/user-error.ts';

/** A mapping of the file, with the keys of the file. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Kubeconfig {
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Fields>;
  readonly clusters: ReadonlyMap<string, Fields>;
  readonly users: ReadonlyMap<string, Fields>;
  /** The file of each user. Absent where no file has them. */
  readonly userFiles?: ReadonlyMap<string, string>;
}

/** Fields that are paths relative to the file (k8s.io/client-go/tools/clientcmd, GetClusterFileReferences and GetAuthInfoFileReferences). */
const CLUSTER_PATHS = ['certificate-authority'];
const USER_PATHS = ['client-certificate', 'client-key', 'tokenFile'];

/** @throws {UserError} (the cluster) if it can't be read or is no kubeconfig. */
export function readKubeconfig(file: string): Kubeconfig {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, (error as Error).message.split('\n')[0]!);
  }
  // An empty file is an empty configuration, for kubectl too.
  const fields = content === null ? {} : asFields(content);
  if (fields === undefined) throw unreadable(file, 'it is not a mapping');
  const folder = dirname(file);
  const users = named(file, fields.users, 'user', (user) =>
    absolute(absoluteCommand(user, folder), USER_PATHS, folder),
  );
  return {
    currentContext: asText(fields['current-context']),
    contexts: named(file, fields.contexts, 'context'),
    clusters: named(file, fields.clusters, 'cluster', (cluster) => absolute(cluster, CLUSTER_PATHS, folder)),
    users,
    userFiles: new Map([...users.keys()].map((name) => [name, file])),
  };
}

/** The first file that sets a value wins (kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig, "Merging"). */
export function mergeKubeconfigs(files: readonly Kubeconfig[]): Kubeconfig {
  const first = <Value>(of: (file: Kubeconfig) => ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map([...files].reverse().flatMap((file) => [...of(file)]));
  return {
    currentContext: files.map(({ currentContext }) => currentContext).find(Boolean),
    contexts: first(({ contexts }) => contexts),
    clusters: first(({ clusters }) => clusters),
    users: first(({ users }) => users),
    userFiles: first(({ userFiles }) => userFiles ?? new Map()),
  };
}

export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A string that is not empty. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Entries `{name, [key]: fields}`. Anything else is skipped: nothing can refer to it.
 *
 * @throws {UserError} for a name that is there twice, as kubectl refuses it.
 */
function named(
  file: string,
  list: unknown,
  key: string,
  change = (fields: Fields): Fields => fields,
): Map<string, Fields> {
  const entries = new Map<string, Fields>();
  for (const entry of Array.isArray(list) ? list : []) {
    const name = asText(asFields(entry)?.name);
    if (name === undefined) continue;
    if (entries.has(name)) throw unreadable(file, `two of its ${key}s have the name "${name}"`);
    entries.set(name, change(asFields(asFields(entry)?.[key]) ?? {}));
  }
  return entries;
}

function absolute(fields: Fields, keys: readonly string[], folder: string): Fields {
  const paths = keys.flatMap((key) => {
    const path = asText(fields[key]);
    return path === undefined || isAbsolute(path) ? [] : [[key, join(folder, path)] as const];
  });
  return { ...fields, ...Object.fromEntries(paths) };
}

/** The path of a credential plugin with a slash is relative to the file; one without is searched in PATH. */
function absoluteCommand(user: Fields, folder: string): Fields {
  const exec = asFields(user.exec);
  const command = asText(exec?.command);
  if (command === undefined || isAbsolute(command) || !/[/\\]/.test(command)) return user;
  return { ...user, exec: { ...exec, command: join(folder, command) } };
}

function unreadable(file: string, reason: string): UserError {
  return new UserError(`${file} can't be read as a kubeconfig: ${reason}`, {
    next: 'correct it, or name another file with --kubeconfig or KUBECONFIG',
    exitCode: 3,
  });
}
