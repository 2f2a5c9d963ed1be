/** Picks the context that kubectl uses: the server and the user. */
import { didYouMean } from '../core/errors/did-you-mean.ts';
import { UserError } from '../core/errors/user-error.ts';
import { asText, type Fields, mergeKubeconfigs, readKubeconfig } from './kubeconfig-file.ts';
import { type Environment, kubeconfigFiles } from './kubeconfig-files.ts';

/** The values of kubectl's flags of the same names. */
export interface ClusterChoice {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly as?: string | undefined;
  readonly asGroups?: readonly string[] | undefined;
}

/** One context with its cluster and its user, as the file spells them; paths are absolute. */
export interface ChosenContext {
  readonly context: string;
  readonly namespace: string;
  /** Without a slash at its end. */
  readonly server: string;
  readonly cluster: Fields;
  readonly user: Fields;
}

/** How many names a message lists at most. */
const MOST_NAMES = 5;

/**
 * The context that kubectl uses: from `--kubeconfig`, else from the files of KUBECONFIG, else from ~/.kube/config.
 *
 * @returns undefined where there is no kubeconfig and none was named.
 * @throws {UserError} (the cluster) for a file that is missing or no kubeconfig, for no current context, an unknown one, or one without a server.
 */
export function chooseContext(
  choice: ClusterChoice,
  environment: Environment = process.env,
): ChosenContext | undefined {
  const files = kubeconfigFiles(choice, environment);
  if (files.length === 0) return undefined;
  const where = files.join(', ');
  const merged = mergeKubeconfigs(files.map(readKubeconfig));
  const name = asText(choice.context) ?? merged.currentContext;
  if (name === undefined) {
    throw problem(`${where} has no current context`, `use --context with ${oneOf(merged.contexts)}`);
  }
  const context = merged.contexts.get(name);
  if (context === undefined) {
    const meant = didYouMean(name, merged.contexts.keys());
    throw problem(
      `there is no context "${name}" in ${where}`,
      meant ? `did you mean ${meant}?` : `there is ${oneOf(merged.contexts)}`,
    );
  }
  const referred = (kind: 'cluster' | 'user', entries: ReadonlyMap<string, Fields>): Fields => {
    const reference = asText(context[kind]);
    const entry = reference === undefined ? undefined : entries.get(reference);
    if (entry === undefined && (reference !== undefined || kind === 'cluster'))
      throw problem(`context "${name}" names a ${kind} that is not in ${where}: ${reference ?? 'none'}`);
    return entry ?? {};
  };
  const cluster = referred('cluster', merged.clusters);
  return {
    context: name,
    namespace: asText(context.namespace) ?? 'default',
    server: serverOf(cluster, name, where),
    cluster,
    user: referred('user', merged.users),
  };
}

function serverOf(cluster: Fields, context: string, where: string): string {
  const server = asText(cluster.server)?.replace(/\/+$/, '');
  if (server !== undefined && /^https?:\/\//.test(server) && URL.canParse(server)) return server;
  throw problem(
    `the cluster of context "${context}" in ${where} needs a server that starts with https:// or http://`,
  );
}

function oneOf(contexts: ReadonlyMap<string, Fields>): string {
  const names = [...contexts.keys()];
  if (names.length === 0) return 'another --kubeconfig: this one has no contexts';
  const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `${names.slice(0, MOST_NAMES).join(', ')}${rest}`;
}

function problem(message: string, next?: string): UserError {
  return new UserError(message, { next, exitCode: 3 });
}
