/** Plays one case of a kubeconfig with a client, and says what the servers saw of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { connectionOf } from '../../../src/kubernetes/connection.ts';
import { openTransport } from '../../../src/kubernetes/transport.ts';
import type { KubeconfigCase } from './kubeconfig-case.ts';
import { KUBECONFIG_CASES } from './kubeconfig-cases.ts';
import type { Laboratory, Seen } from './laboratory.ts';

/** Asks the cluster of the environment's KUBECONFIG for its version. */
export type Client = (environment: Readonly<Record<string, string>>) => Promise<unknown>;

export interface Played {
  readonly sent: Seen | 'refused';
  /** What the first file has of each user's auth-provider afterwards. */
  readonly providers: readonly unknown[];
}

export const keg: Client = async (environment) => {
  const transport = openTransport(await connectionOf({}, environment), { attempts: 1 });
  try {
    await transport.send({ method: 'GET', path: '/version' });
  } finally {
    await transport.close();
  }
};

/** The cases, with what the laboratory has for their words in capitals. */
export function casesIn({ words }: Laboratory): readonly KubeconfigCase[] {
  const text = JSON.stringify(KUBECONFIG_CASES).replaceAll(
    /(?<![\w-])[A-Z][A-Z\d]+(?![\w-])/g,
    (word) => words[word] ?? word,
  );
  return JSON.parse(text) as readonly KubeconfigCase[];
}

export async function playKubeconfig(
  laboratory: Laboratory,
  each: KubeconfigCase,
  client: Client,
): Promise<Played> {
  const files = write(laboratory, each);
  laboratory.begin();
  const environment = { HOME: laboratory.folder, KUBECONFIG: files.join(delimiter), ...each.env };
  await client(environment).catch(() => {});
  const { users = [] } = parse(readFileSync(files[0]!, 'utf8')) as {
    readonly users?: readonly { readonly user?: { readonly 'auth-provider'?: unknown } }[];
  };
  return {
    sent: laboratory.seen() ?? 'refused',
    providers: users.map(({ user }) => user?.['auth-provider']),
  };
}

function write({ folder, words }: Laboratory, { cluster, user, files }: KubeconfigCase): string[] {
  const contents = files ?? [
    {
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
      clusters: [{ name: 'k', cluster: { server: words.HTTPS, ...cluster } }],
      users: [{ name: 'u', user }],
    },
  ];
  return contents.map((content, index) => {
    const file = join(folder, `config-${index}`);
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...content }));
    return file;
  });
}
