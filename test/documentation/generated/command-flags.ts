/** The page of commands: what each verb does, its arguments and its flags, from the commands themselves. */
import { loadCommands } from '../../../commands/index.ts';
import { type GeneratedPart, markdownTable } from './generated-part.ts';

const COMMANDS = await loadCommands();

interface Argument {
  readonly description?: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
}

interface Flag extends Argument {
  readonly type: 'boolean' | 'option';
  readonly char?: string;
  readonly helpValue?: string;
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly allowNo?: boolean;
  readonly hidden?: boolean;
  readonly env?: string;
}

interface DescribedCommand {
  readonly summary?: string;
  readonly hidden?: boolean;
  readonly args?: Readonly<Record<string, Argument>>;
  readonly flags?: Readonly<Record<string, Flag>>;
  readonly baseFlags?: Readonly<Record<string, Flag>>;
}

export const COMMAND_PAGE: GeneratedPart = {
  page: 'docs/reference/commands.md',
  name: 'commands',
  text: () =>
    Object.entries(COMMANDS)
      .filter(([, command]) => !(command as DescribedCommand).hidden)
      .map(([id, command]) => section(id.replaceAll(':', ' '), command as DescribedCommand))
      .join('\n\n'),
};

function section(
  verb: string,
  { summary = '', args = {}, flags = {}, baseFlags = {} }: DescribedCommand,
): string {
  const rows = [
    ...Object.entries(args).map(argumentRow),
    ...Object.entries({ ...baseFlags, ...flags })
      .filter(([, flag]) => !flag.hidden)
      .map(flagRow),
  ];
  const title = `## ${verb}\n\n${summary}.`;
  return rows.length === 0 ? title : `${title}\n\n${markdownTable(['argument or flag', 'meaning'], rows)}`;
}

function argumentRow([name, { description = '', required }]: [string, Argument]): readonly string[] {
  return [`\`${name.toUpperCase()}\`${required ? '' : ' (optional)'}`, description];
}

function flagRow([name, flag]: [string, Flag]): readonly string[] {
  const short = flag.char === undefined ? '' : `\`-${flag.char}\`, `;
  const value = flag.type === 'boolean' ? '' : ` ${shownValue(flag)}`;
  const long = flag.allowNo ? `\`--[no-]${name}\`` : `\`--${name}${value}\``;
  return [`${short}${long}`, [flag.description ?? '', ...notes(flag)].join('; ')];
}

function shownValue({ helpValue, options }: Flag): string {
  return helpValue ?? options?.join('|') ?? 'VALUE';
}

function notes({
  required,
  multiple,
  options,
  helpValue,
  default: preset,
  env,
  type,
}: Flag): readonly string[] {
  const isPlain = ['string', 'number'].includes(typeof preset) || preset === true;
  return [
    ...(options !== undefined && helpValue !== undefined ? [`one of ${options.join(', ')}`] : []),
    ...(isPlain ? [`default ${type === 'boolean' ? 'on' : `\`${preset}\``}`] : []),
    ...(multiple ? ['may be repeated'] : []),
    ...(required ? ['required'] : []),
    ...(env === undefined ? [] : [`default from \`${env}\``]),
  ];
}
