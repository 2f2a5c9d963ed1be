/** Reads the flags of `kubectl keg record` and refuses those that contradict each other. */
import { UserError } from '../../core/errors/user-error.ts';
import { KEEPABLE, type Kept } from '../../core/recording/redaction/redaction.ts';
import { parseDuration } from '../../core/time/duration.ts';
import type { RecordRequest } from './record-cluster.ts';
import { parseRotation, type Rotation } from './rotation.ts';
import type { Selection } from './selection.ts';

export interface RecordFlags {
  readonly output?: string | undefined;
  readonly resume?: string | undefined;
  readonly rotate?: string | undefined;
  readonly namespace?: readonly string[] | undefined;
  readonly 'all-namespaces': boolean;
  readonly selector?: string | undefined;
  readonly 'field-selector'?: string | undefined;
  /** Default false. */
  readonly 'nodes-only'?: boolean | undefined;
  readonly until?: string | undefined;
  readonly 'keep-names': boolean;
  readonly pseudonymise?: string | undefined;
  readonly keep?: readonly string[] | undefined;
  readonly usage?: string | undefined;
  readonly force?: boolean | undefined;
  /** Whether the distributions are printed at the end. False forbids a scenario, too. */
  readonly fit?: boolean | undefined;
}

export interface ChosenRecord
  extends Pick<
    RecordRequest,
    'file' | 'resume' | 'selection' | 'until' | 'names' | 'keep' | 'force' | 'usage'
  > {
  /** Undefined: one file. */
  readonly rotation: Rotation | undefined;
  /** The file of the fitted scenario; undefined where none is written. */
  readonly scenario: string | undefined;
}

/** @throws {UserError} (usage) for flags that are missing, invalid or contradict each other. */
export function readRecordFlags(flags: RecordFlags): ChosenRecord {
  refusePodFlags(flags);
  const rotation = flags.rotate === undefined ? undefined : parseRotation(flags.rotate);
  return {
    ...chosenFile(flags),
    force: flags.force ?? false,
    rotation,
    selection: chosenPods(flags),
    until: parseUntil(flags.until),
    usage: parseInterval(flags.usage),
    names: chosenNames(flags),
    keep: (flags.keep ?? []).flatMap((list) => list.split(',')).map(asKept),
  };
}

function chosenFile({
  output,
  resume,
  force,
  fit,
}: RecordFlags): Pick<ChosenRecord, 'file' | 'resume' | 'scenario'> {
  if (force && resume !== undefined)
    throw new UserError('--force replaces a file and --resume continues one', { next: 'give one of them' });
  const stem = output === undefined ? undefined : SCENARIO.exec(output)?.[1];
  const scenario = stem === undefined ? undefined : output;
  if (scenario !== undefined && fit === false)
    throw new UserError(`-o ${scenario} is a scenario, which --no-fit does not write`, {
      next: `record into ${stem}.keg.jsonl.gz, or leave out --no-fit`,
    });
  if (output !== undefined && resume !== undefined && scenario === undefined)
    throw new UserError('-o starts a new file and --resume continues one', { next: 'give one of them' });
  const file = resume ?? (stem === undefined ? output : `${stem}.keg.jsonl.gz`);
  if (file === undefined)
    throw new UserError('no file is named to record into', {
      next: 'kubectl keg record -o prod.keg.jsonl.gz',
    });
  return { file, resume: resume !== undefined, scenario };
}

/** A name of a scenario, and what stands before its ending. */
const SCENARIO = /^(.+?)(?:\.keg)?\.ya?ml$/;

/** Flags about pods. */
const OF_PODS = [
  'namespace',
  'all-namespaces',
  'selector',
  'field-selector',
  'usage',
  'rotate',
] as const satisfies readonly (keyof RecordFlags)[];

function refusePodFlags(flags: RecordFlags): void {
  const given = OF_PODS.find((name) => flags[name] !== undefined && flags[name] !== false);
  if (!flags['nodes-only'] || given === undefined) return;
  throw new UserError(`--nodes-only records no pods, and --${given} is about them`, {
    next: 'give one of them',
  });
}

/** As in kubectl: the namespace of the context, unless others or all are named. */
function chosenPods(flags: RecordFlags): (contextNamespace: string) => Selection {
  const named = (flags.namespace ?? []).flatMap((list) => list.split(',')).filter((name) => name !== '');
  return (contextNamespace) => {
    const namespaces = named.length > 0 ? [...new Set(named)] : [contextNamespace];
    return {
      namespaces: flags['all-namespaces'] ? undefined : namespaces,
      labelSelector: flags.selector,
      fieldSelector: flags['field-selector'],
      ...(flags['nodes-only'] && { nodesOnly: true }),
    };
  };
}

function chosenNames(flags: RecordFlags): RecordRequest['names'] {
  if (flags['keep-names'] && flags.pseudonymise !== undefined)
    throw new UserError('--keep-names and --pseudonymise contradict each other', {
      next: 'give one of them',
    });
  if (flags['keep-names']) return 'kept';
  if (flags.pseudonymise === '')
    throw new UserError('--pseudonymise needs a salt', { next: 'give any text' });
  return flags.pseudonymise === undefined ? 'pseudonymised' : { salt: flags.pseudonymise };
}

function asKept(what: string): Kept {
  const kept = KEEPABLE.find((each) => each === what);
  if (kept === undefined)
    throw new UserError(`--keep ${what} is not possible`, {
      next: `--keep takes ${KEEPABLE.join(', ')}`,
    });
  return kept;
}

function parseUntil(until: string | undefined): number | undefined {
  if (until === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(until) ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(time))
    throw new UserError(`--until ${until} is not a time`, { next: 'write for example 2026-03-02T18:00:00Z' });
  return time;
}

/** Metrics are measured every 10 s or so. */
const SHORTEST_INTERVAL = 1_000_000;

function parseInterval(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const interval = parseDuration(text);
  if (interval !== undefined && interval >= SHORTEST_INTERVAL) return interval;
  throw new UserError(`--usage ${text} is no interval of 1s or more`, {
    next: 'write for example --usage 30s',
  });
}
