/** The pages whose commands are run: every Markdown file that a user reads, and the examples of each verb's `--help`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCommands } from '../../commands/index.ts';
import { readPage, type Shown } from './read-page.ts';

const COMMANDS = await loadCommands();

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Page {
  /** Path below the root, or `help of VERB`. */
  readonly name: string;
  readonly shown: readonly Shown[];
  /** Each command stands for itself: none uses what another one made. */
  readonly areAlternatives?: true;
}

export function documentationPages(): readonly Page[] {
  const inRoot = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort();
  const written = [...inRoot, ...inDocs].map((name) => ({
    name,
    shown: readPage(readFileSync(join(ROOT, name), 'utf8')),
  }));
  return [...written, ...Object.entries(COMMANDS).map(([id, command]) => helpPage(id, command))];
}

/** An example is a line, or a line with a description. */
type Example = string | { readonly command: string };

function helpPage(id: string, command: object): Page {
  const { examples = [] } = command as { readonly examples?: readonly Example[] };
  const shown = examples.map((example, index) => {
    const text = typeof example === 'string' ? example : example.command;
    return {
      kind: 'command' as const,
      text: text.replaceAll('<%= config.bin %>', 'kubectl keg'),
      line: index + 1,
    };
  });
  return { name: `help of ${id.replace(':', ' ')}`, shown, areAlternatives: true };
}
