/** Reads a file of limits, so that an error names its line. */
import { type Limit, parseLimit } from '../core/comparing/limit.ts';
import { CORRECT_YAML } from '../core/errors/next-steps.ts';
import { UserError } from '../core/errors/user-error.ts';
import { parsePositionedYaml } from '../core/scenario/positioned-yaml.ts';
import { readTextFile } from './text-file.ts';

const NEXT = 'write a list with one limit a line, such as "- waiting.p95 < 30s"';

/** A YAML list of limits. @throws {UserError} (usage) with file, line and column for anything else. */
export async function readLimitFile(path: string): Promise<Limit[]> {
  const text = await readTextFile(path);
  const { document, problems } = parsePositionedYaml(text, path);
  if (!document) {
    const [problem] = problems;
    throw new UserError(problem?.message ?? 'is not YAML', {
      position: problem?.position,
      next: text.trim() === '' ? NEXT : CORRECT_YAML,
    });
  }
  const { data } = document;
  if (Array.isArray(data) && data.length === 0)
    throw new UserError('the list has no limits', { position: { file: path }, next: NEXT });
  if (!Array.isArray(data))
    throw new UserError('is not a list of limits', { position: { file: path }, next: NEXT });
  return data.map((entry: unknown, index) => {
    const position = document.positionOf([index]);
    if (typeof entry !== 'string') throw new UserError('this entry is no limit', { position, next: NEXT });
    try {
      return parseLimit(entry);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(error.message, { position, next: error.next });
    }
  });
}
