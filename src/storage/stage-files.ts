/** Reads files of KWOK Stages. */
import { CORRECT_YAML } from '../core/errors/next-steps.ts';
import { UserError } from '../core/errors/user-error.ts';
import { parsePositionedStream } from '../core/scenario/positioned-yaml.ts';
import { readStage, type Stage } from '../core/scenario/stages/stage.ts';
import { readTextFile } from './text-file.ts';

/**
 * The Stages of all files, in their order. Documents of other kinds, such as KWOK's configuration, are left out.
 *
 * @throws {UserError} (exit code 2) if a file cannot be read, has no Stage, or has one of another form.
 */
export async function readStageFiles(files: readonly string[]): Promise<readonly Stage[]> {
  const stages: Stage[] = [];
  for (const file of files) {
    const parsed = parsePositionedStream(await readTextFile(file), file, 'any');
    const [problem] = parsed.problems ?? [];
    if (problem) throw new UserError(problem.message, { position: problem.position, next: CORRECT_YAML });
    const found = (parsed.documents ?? []).flatMap((document) =>
      objectsIn(document.data)
        .filter((value) => (value as { kind?: unknown } | null)?.kind === 'Stage')
        .map((value) => {
          const read = readStage(value);
          if ('stage' in read) return read.stage;
          throw new UserError(`this is no Stage of KWOK: ${read.fault}`, {
            position: document.positionOf([]),
            next: 'compare it with a Stage that kubectl get stages -o yaml prints',
          });
        }),
    );
    if (found.length === 0)
      throw new UserError('this file has no Stage of KWOK', {
        position: { file },
        next: 'give the file that kubectl get stages -o yaml prints, or one of KWOK’s own',
      });
    stages.push(...found);
  }
  return stages;
}

function objectsIn(value: unknown): readonly unknown[] {
  const items = (value as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? (items as unknown[]) : [value];
}
