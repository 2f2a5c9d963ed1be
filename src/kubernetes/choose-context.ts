/** Picks the context that kubectl uses: the server and the user. */
import { didYouMean } from '../core/errors/did-you-mean.ts';
import { UserError } from '../core/errors/user-error.ts';
import type { ClusterChoice } from './cluster-choice.ts';
import { clusterByFlags, userByFlags } from './flag-overrides.ts';
import { asText, type Fields, type Kubeconfig, mergeKubeconfigs, readKubeconfig } from './kubeconfig-file.ts';
import { type Environment, kubeconfigFiles } from './kubeconfig-files.ts';
import { serviceAccount } from './service-account.ts';
import type { UserEntry } from './store-tokens.ts';

/** One context with its cluster and its user, as the files and the flags give them; paths are absolute. */
export interface ChosenContext {
  /** Empty where flags alone name the cluster. */
  readonly context: string;
  readonly namespace: string;
  /** Without a slash at its end. */
  readonly server: string;
  readonly cluster: Fields;
  readonly user: Fields;
  /** Where the user's entry stands; undefined where no file has it. */
  readonly userEntry: UserEntry | undefined;
}

/** How many names a message lists at most. */
const MOST_NAMES = 5;

/** Where the entries come from, for messages. */
interface Source extends Kubeconfig {
  readonly where: string;
}

/**
 * The context that kubectl uses: from `--kubeconfig`, else from the files of KUBECONFIG, else from ~/.kube/config, changed by the flags. In a
 * pod without a kubeconfig it is the pod's own service account.
 *
 * @returns undefined where no kubeconfig, no flag and no service account names a cluster.
 * @throws {UserError} (the cluster) for a file that is missing or no kubeconfig, for no current context, an unknown one, or one without a server;
 *         (usage) for flags that contradict each other.
 */
export function chooseContext(
  choice: ClusterChoice,
  environment: Environment = process.env,
): ChosenContext | undefined {
  const files = kubeconfigFiles(choice, environment);
  const isServerGiven = asText(choice.server) !== undefined;
  const own = files.length === 0 && !isServerGiven ? serviceAccount(environment) : undefined;
  if (files.length === 0 && !isServerGiven && own === undefined) return undefined;
  const source = { ...mergeKubeconfigs(own ? [own] : files.map(readKubeconfig)), where: files.join(', ') };
  const name = contextName(choice, source);
  const context = name === '' ? {} : contextNamed(name, source);
  const wanted = { flag: choice.cluster, context, isOptional: isServerGiven };
  const cluster = clusterByFlags(entryOf('cluster', wanted, source), choice);
  const user = userByFlags(entryOf('user', { flag: choice.user, context, isOptional: true }, source), choice);
  return {
    context: name,
    namespace: asText(choice.namespace) ?? asText(context.namespace) ?? 'default',
    server: serverOf(cluster, name, source.where),
    cluster,
    user,
    userEntry: entryFile(asText(choice.user) ?? asText(context.user), source),
  };
}

function entryFile(name: string | undefined, { userFiles }: Source): UserEntry | undefined {
  const file = name === undefined ? undefined : userFiles?.get(name);
  return name === undefined || file === undefined ? undefined : { file, name };
}

/** Flags that name a server, or a cluster, need no context. */
function contextName({ context, server, cluster }: ClusterChoice, source: Source): string {
  const name = asText(context) ?? source.currentContext;
  if (name !== undefined) return name;
  if (asText(server) !== undefined || asText(cluster) !== undefined) return '';
  throw problem(
    `${source.where} has no current context`,
    source.contexts.size === 0
      ? 'it has no contexts: use another --kubeconfig'
      : `use --context with ${oneOf(source.contexts)}`,
  );
}

function contextNamed(name: string, { contexts, where }: Source): Fields {
  const context = contexts.get(name);
  if (context !== undefined) return context;
  const meant = didYouMean(name, contexts.keys());
  throw problem(
    `there is no context "${name}" in ${where || 'any kubeconfig'}`,
    meant ? `did you mean ${meant}?` : `there is ${oneOf(contexts)}`,
  );
}

/** The cluster or user of the context; empty where the context names none and `isOptional`. */
function entryOf(
  kind: 'cluster' | 'user',
  {
    flag,
    context,
    isOptional,
  }: { readonly flag: string | undefined; readonly context: Fields; readonly isOptional: boolean },
  { where, ...source }: Source,
): Fields {
  const entries = kind === 'cluster' ? source.clusters : source.users;
  const name = asText(flag) ?? asText(context[kind]);
  if (name === undefined) {
    if (isOptional) return {};
    throw problem(`the context names no ${kind}`, `use --${kind} with ${oneOf(entries)}`);
  }
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  const meant = didYouMean(name, entries.keys());
  throw problem(
    `there is no ${kind} "${name}" in ${where || 'any kubeconfig'}${asText(flag) === undefined ? ', which the context names' : ''}`,
    meant ? `did you mean ${meant}?` : `there is ${oneOf(entries)}`,
  );
}

function serverOf(cluster: Fields, context: string, where: string): string {
  const given = asText(cluster.server)?.replace(/\/+$/, '');
  const server = given === undefined ? undefined : withScheme(given);
  if (server !== undefined && /^https?:\/\//.test(server) && URL.canParse(server)) return server;
  const what = context === '' ? 'the cluster' : `the cluster of context "${context}"`;
  const place = where === '' ? '' : ` in ${where}`;
  throw problem(
    `${what}${place} needs a server that starts with https:// or http://, not ${server ?? 'none'}`,
  );
}

/** `host:port` alone is an http server, whatever its certificates: kubectl reads those later. */
function withScheme(server: string): string {
  return server.includes('/') ? server : `http://${server}`;
}

function oneOf(entries: ReadonlyMap<string, Fields>): string {
  const names = [...entries.keys()];
  if (names.length === 0) return 'none';
  const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest}`;
}

function problem(
  message: string,
  next = 'correct the kubeconfig (kubectl config view shows it), or choose another --context',
): UserError {
  return new UserError(message, { next, exitCode: 3 });
}
