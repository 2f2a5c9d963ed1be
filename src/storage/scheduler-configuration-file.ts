/** Reads the KubeSchedulerConfiguration of `--scheduler-config`. */
import { UserError } from '../core/errors/user-error.ts';
import { parsePositionedYaml } from '../core/scenario/positioned-yaml.ts';
import { readTextFile } from './text-file.ts';

/** @throws {UserError} with file, line and column if it is not YAML. */
export async function readSchedulerConfiguration(path: string): Promise<unknown> {
  const parsed = parsePositionedYaml(await readTextFile(path), path);
  if (parsed.document) return parsed.document.data;
  const [problem] = parsed.problems;
  throw new UserError(problem?.message ?? 'is not YAML', { position: problem?.position });
}
