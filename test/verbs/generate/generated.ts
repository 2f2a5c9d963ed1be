/** Changes a scenario as `generate` does and loads the result. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Problem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';
import { type GenerateRequest, generate } from '../../../src/verbs/generate/generate-scenario.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** No change. */
export const SAME = {
  seed: undefined,
  duration: undefined,
  amplify: 1,
  nodesScale: 1,
  output: undefined,
  force: false,
};

/** Writes the text to a file, changes it as `generate` does, and loads the result. */
export async function generatedFrom(
  t: ExecutionContext,
  changes: Partial<GenerateRequest>,
  text: string,
): Promise<{ scenario: Scenario; problems: readonly Problem[] }> {
  const file = join(temporaryFolder(t), 'day.yaml');
  writeFileSync(file, text);
  const { text: made, problems } = await generate({ ...SAME, ...changes, file });
  return { scenario: loadScenario(made, 'made.yaml').scenario!, problems };
}
