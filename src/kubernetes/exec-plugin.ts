/** Runs the credential plugin of a kubeconfig. A plugin gets what kubectl gives it (client.authentication.k8s.io), and an end where it never answers. */
import { spawn } from 'node:child_process';
import { UserError } from '../core/errors/user-error.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import { execCluster } from './exec-cluster.ts';
import { asFields, asText, type Fields } from './kubeconfig-file.ts';

/** The answer of a plugin (client.authentication.k8s.io, ExecCredential's status). */
export interface ExecCredential {
  readonly token?: string;
  /** PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** When it expires, in milliseconds since the epoch; undefined if the plugin does not state it. */
  readonly expires?: number;
}

interface Answer {
  /** 0, or a description of the failure. */
  readonly code: 0 | string;
  readonly stdout: string;
  readonly stderr: string;
}

const DEFAULT_API_VERSION = 'client.authentication.k8s.io/v1';
/** Long enough for a person to log in. */
const LONGEST: Microseconds = 120_000_000;

/**
 * Gets a credential from the plugin.
 *
 * @param exec the `exec` of the user's entry.
 * @param cluster the cluster's entry, which the plugin gets described if it asks for it (provideClusterInfo).
 * @throws {UserError} (the cluster) if it is missing, fails, takes too long, or answers something else.
 */
export async function runExecPlugin(
  exec: Fields,
  cluster: Fields,
  longest: Microseconds = LONGEST,
): Promise<ExecCredential> {
  const command = asText(exec.command);
  if (command === undefined) throw problem('the credential plugin in the kubeconfig has no command');
  const isTerminal = process.stdin.isTTY === true;
  if (exec.interactiveMode === 'Always' && !isTerminal) {
    throw problem(`the credential plugin ${command} needs a terminal for its questions, and there is none`);
  }
  const interactive = isTerminal && exec.interactiveMode !== 'Never';
  const env = environment(exec, cluster, interactive);
  const { code, stdout, stderr } = await run([command, ...listOf(exec.args)], env, interactive, longest);
  if (code !== 0) {
    const said = stderr.trim().split('\n').at(-1) || code;
    throw problem(`the credential plugin ${command} failed: ${said}`, asText(exec.installHint));
  }
  const credential = readCredential(stdout);
  if (credential === undefined) throw problem(`the credential plugin ${command} gave no credential`);
  return credential;
}

/** Whether a credential is valid for ten more seconds. */
export function isFresh(credential: ExecCredential): boolean {
  return credential.expires === undefined || credential.expires > Date.now() + 10_000;
}

function readCredential(stdout: string): ExecCredential | undefined {
  let status: Fields | undefined;
  try {
    status = asFields(asFields(JSON.parse(stdout))?.status);
  } catch {
    return undefined;
  }
  const token = asText(status?.token);
  const certificate = asText(status?.clientCertificateData);
  const key = asText(status?.clientKeyData);
  if (token === undefined && (certificate === undefined || key === undefined)) return undefined;
  const expires = Date.parse(asText(status?.expirationTimestamp) ?? '');
  return {
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined || key === undefined ? {} : { certificate, key }),
    ...(Number.isNaN(expires) ? {} : { expires }),
  };
}

/** The content of KUBERNETES_EXEC_INFO (client.authentication.k8s.io, ExecCredential's spec). */
function environment(exec: Fields, cluster: Fields, interactive: boolean): NodeJS.ProcessEnv {
  const spec = {
    interactive,
    ...(exec.provideClusterInfo === true ? { cluster: execCluster(cluster) } : {}),
  };
  const info = {
    apiVersion: asText(exec.apiVersion) ?? DEFAULT_API_VERSION,
    kind: 'ExecCredential',
    spec,
  };
  const own = (Array.isArray(exec.env) ? exec.env : []).map(asFields).map((variable) => {
    return [String(variable?.name ?? ''), String(variable?.value ?? '')] as const;
  });
  return { ...process.env, ...Object.fromEntries(own), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

function run(
  [command = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  interactive: boolean,
  longest: Microseconds,
): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        // A device login prints an address and waits: the person must see it at once.
        if (name === 'stderr' && interactive) process.stderr.write(text);
      });
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      output.stderr = `no answer within ${longest / 1e6} s`;
    }, longest / 1000);
    const end = (code: 0 | string): void => {
      clearTimeout(timer);
      resolve({ code, ...output });
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ENOENT' ? 'no such program' : error.message),
    );
    child.on('close', (code, signal) => end(code === 0 ? 0 : `it ended with ${code ?? signal}`));
  });
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function problem(
  message: string,
  next = 'run it by hand to see its output, or use another --context',
): UserError {
  return new UserError(message, { next, exitCode: 3 });
}
