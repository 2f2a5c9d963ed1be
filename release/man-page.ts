/** Writes the manual page of keg from its commands: `node release/man-page.ts > kubectl-keg.1`. */
import { join } from 'node:path';
import { loadCommands } from '../commands/index.ts';
import packageJson from '../package.json' with { type: 'json' };
import { type CommandShape, type FlagShape, shapesOf } from '../src/cli/command-line/command-shape.ts';
import { entry, heading, page, paragraph, subheading, title, typed } from './roff.ts';
import { sourceDate } from './source-date.ts';

const BIN = 'kubectl keg';
/** Flags that are the same for several verbs, by their section in the help: they are described once. */
const SHARED = [
  {
    group: 'CLUSTER',
    heading: 'FLAGS OF A CLUSTER',
    text: 'Verbs that call a cluster take these flags with the meaning of kubectl.',
    ofVerb: 'Also takes the flags of a cluster.',
  },
  { group: 'GLOBAL', heading: 'FLAGS OF EVERY VERB', text: 'Every verb takes these flags.', ofVerb: '' },
] as const;

const EXIT_CODES = [
  ['0', 'All went well, or there was nothing to do.'],
  ['1', 'A finding: an error in a scenario, a limit that is exceeded, a check that failed.'],
  ['2', 'A flag, an argument or a file that keg cannot use.'],
  ['3', 'A cluster that cannot be reached, or that refuses what keg needs.'],
  ['70', 'A fault in keg itself.'],
] as const;

const ENVIRONMENT = [
  ['KUBECONFIG', 'The kubeconfig files, as for kubectl.'],
  ['KEG_CONFIG', 'The file of defaults.'],
  ['KEG_SPEED, KEG_CONTEXT, ...', 'The default of a flag, such as --speed, for every verb that has it.'],
  ['KEG_REPLAY_SPEED, KEG_CLUSTER_STATUS_CONTEXT, ...', 'The default of a flag of one verb.'],
  ['NO_COLOR', 'Prints without colour.'],
  ['COLUMNS', 'The width of tables where the output is no terminal.'],
  ['NODE_DISABLE_COMPILE_CACHE', 'Where it is 1, keeps no compiled code.'],
] as const;

const FILES = [
  ['~/.kube/config', 'The kubeconfig where KUBECONFIG is not set.'],
  ['~/.config/kubectl-keg/config.yaml', 'Defaults of flags.'],
  ['~/.cache/kubectl-keg/compiled', 'Compiled code, which halves the time to start. It may be removed.'],
] as const;

/**
 * The page `kubectl-keg(1)` in roff, for man and mandoc.
 *
 * @param date of the version, as YYYY-MM-DD. The same date gives the same bytes.
 */
export async function manPage({ date }: { readonly date: string }): Promise<string> {
  const { version, oclif } = packageJson;
  const commands = shapesOf(await loadCommands()).filter(({ isHidden }) => !isHidden);
  const [headline = '', ...description] = oclif.description.split('\n');
  return page([
    title('KUBECTL-KEG', date, `kubectl keg ${version}`),
    heading('NAME'),
    `kubectl\\-keg \\- ${headline.charAt(0).toLowerCase()}${headline.slice(1)}`,
    heading('SYNOPSIS'),
    typed(`${BIN} VERB [ARGUMENT]... [FLAG]...`),
    heading('DESCRIPTION'),
    ...blocks(description.join('\n')),
    heading('VERBS'),
    ...commands.flatMap(verb),
    ...SHARED.flatMap((shared) => sharedFlags(shared, commands)),
    heading('EXIT STATUS'),
    ...EXIT_CODES.map(([code, text]) => entry(code, text)),
    heading('ENVIRONMENT'),
    ...ENVIRONMENT.map(([name, text]) => entry(name, text)),
    heading('FILES'),
    ...FILES.map(([name, text]) => entry(name, text)),
    heading('SEE ALSO'),
    '.BR kubectl (1)',
  ]);
}

/** Prose, and lines that are indented: they are typed as they stand. */
function blocks(text: string): string[] {
  return filled(text)
    .split(/\n{2,}/)
    .map((block) => (block.startsWith('  ') ? typed(block.replaceAll(/^ +/gm, '')) : paragraph(block)));
}

function filled(text: string): string {
  return text.replaceAll('<%= config.bin %>', BIN).trim();
}

function verb(command: CommandShape): string[] {
  const { words, args, flags, summary, description, examples } = command;
  const own = flags.filter((flag) => !flag.isHidden && !isShared(flag));
  const sharedText = SHARED.filter(({ group }) => flags.some((flag) => flag.group === group))
    .map(({ ofVerb }) => ofVerb)
    .filter((text) => text !== '');
  return [
    subheading([BIN, ...words, ...args.map(argumentForm)].join(' ')),
    paragraph(`${summary}. ${description}`),
    ...args.map((arg) => entry(arg.name, choices(arg.description, arg.options))),
    ...own.map(flagEntry),
    ...sharedText.map(paragraph),
    paragraph(examples.length === 1 ? 'Example:' : 'Examples:'),
    typed(examples.map(filled).join('\n')),
  ];
}

function argumentForm({ name, isRequired }: CommandShape['args'][number]): string {
  return isRequired ? name : `[${name}]`;
}

function isShared({ group }: FlagShape): boolean {
  return SHARED.some((shared) => shared.group === group);
}

function sharedFlags(shared: (typeof SHARED)[number], commands: readonly CommandShape[]): string[] {
  const flags = commands.flatMap((command) => command.flags.filter(({ group }) => group === shared.group));
  const once = [...new Map(flags.map((flag) => [flag.name, flag])).values()];
  return once.length === 0 ? [] : [heading(shared.heading), paragraph(shared.text), ...once.map(flagEntry)];
}

function flagEntry(flag: FlagShape): string {
  const { name, char, takesValue, valueName, options, isNegatable, isRequired, byDefault, description } =
    flag;
  const value = takesValue ? ` ${options?.join('|') ?? valueName ?? 'VALUE'}` : '';
  const forms = [char === undefined ? '' : `-${char}`, isNegatable ? `--[no-]${name}` : `--${name}`];
  const facts = [isRequired ? 'required' : '', byDefault === undefined ? '' : `default: ${byDefault}`];
  const known = facts.filter((fact) => fact !== '' && !description.includes(fact)).join('; ');
  const tag = `${forms.filter((form) => form !== '').join(', ')}${value}`;
  return entry(tag, known === '' ? description : `${description} (${known})`);
}

function choices(description: string, options: readonly string[] | undefined): string {
  return options === undefined ? description : `${description}: ${options.join(', ')}`;
}

if (process.argv[1] === join(import.meta.dirname, 'man-page.ts')) {
  process.stdout.write(await manPage({ date: sourceDate() }));
}
