/** Reads recordings once and says what they disclose. Memory does not grow with their length. */
import { UserError } from '../../core/errors/user-error.ts';
import { DISCLOSURE_KINDS, type DisclosureName } from '../../core/recording/disclosure/disclosure-kinds.ts';
import { createDisclosureMeter, type Disclosure } from '../../core/recording/disclosure/disclosures.ts';
import type { RecordingHeader } from '../../core/recording/observation.ts';
import { readRecordingLines } from '../../storage/recording-lines.ts';

export interface Audit {
  readonly file: string;
  /** What the header says was left out. */
  readonly redaction: string;
  readonly lines: number;
  /** Whether anything in it identifies a cluster, its owner or a person. */
  readonly isIdentifying: boolean;
  /** The kinds that occur. */
  readonly disclosures: readonly Disclosure[];
}

/** @throws {UserError} if the file cannot be read or is no recording. */
export async function auditRecording(file: string): Promise<Audit> {
  const meter = createDisclosureMeter();
  const { header, lines } = await readRecordingLines(file, meter.line);
  const disclosures = meter.found();
  return {
    file,
    redaction: (header as RecordingHeader).redaction,
    lines,
    isIdentifying: disclosures.some(({ isIdentifying }) => isIdentifying),
    disclosures,
  };
}

const NAMES: readonly string[] = DISCLOSURE_KINDS.map(({ kind }) => kind);

/** @throws {UserError} (usage) for a kind that is not in the list. */
export function readAllowed(words: readonly string[]): ReadonlySet<DisclosureName> {
  const allowed = words.flatMap((list) => list.split(',')).filter((word) => word !== '');
  const unknown = allowed.find((word) => !NAMES.includes(word));
  if (unknown !== undefined)
    throw new UserError(`--allow ${unknown} is no kind of disclosure`, {
      next: `--allow takes ${NAMES.join(', ')}`,
    });
  return new Set(allowed as DisclosureName[]);
}

/** The error to end with (exit code 1) where a recording discloses more than is allowed; undefined where none does. */
export function checkAudits(
  audits: readonly Audit[],
  allowed: ReadonlySet<DisclosureName>,
): UserError | undefined {
  for (const { file, disclosures } of audits) {
    const found = disclosures.filter(({ kind, isIdentifying }) => isIdentifying && !allowed.has(kind));
    if (found.length > 0)
      return new UserError(`${file} discloses ${found.map(({ title }) => title).join(', ')}`, {
        exitCode: 1,
        next: 'record or import without --keep and --keep-names to share it, or name what may stay with --allow',
      });
  }
  return undefined;
}
