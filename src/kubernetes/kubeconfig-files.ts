/** Finds the kubeconfig files that kubectl uses, without reading them: the flags of every command need no YAML parser then. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { UserError } from '../core/errors/user-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `--kubeconfig` must exist. Missing files of KUBECONFIG are skipped, as kubectl does. */
export function kubeconfigFiles(
  { kubeconfig: flag }: { readonly kubeconfig?: string | undefined },
  environment: Environment = process.env,
): readonly string[] {
  if (flag) {
    if (existsSync(flag)) return [flag];
    throw missing(flag, 'check --kubeconfig');
  }
  const named = (environment.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  if (named.length === 0) {
    const usual = join(environment.HOME || environment.USERPROFILE || homedir(), '.kube', 'config');
    return existsSync(usual) ? [usual] : [];
  }
  const there = named.filter((file) => existsSync(file));
  if (there.length > 0) return there;
  throw missing(named.join(' or '), 'check the variable KUBECONFIG, or use --kubeconfig FILE');
}

function missing(files: string, next: string): UserError {
  return new UserError(`there is no kubeconfig ${files}`, { next, exitCode: 3 });
}
