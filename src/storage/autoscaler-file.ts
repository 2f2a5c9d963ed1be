/** Reads the autoscaler of a scenario file. */
import { UserError } from '../core/errors/user-error.ts';
import { fileHead } from '../core/importers/file-kinds/file-head.ts';
import { kindOfFile, wrongFile } from '../core/importers/file-kinds/name-file.ts';
import type { Autoscaler } from '../core/scenario/autoscaler.ts';
import { loadScenarioFile } from './scenario-file.ts';
import { readTextFile } from './text-file.ts';

/** @throws {UserError} with file, line and column for a file without `cluster.autoscaler`, and for one with an error. */
export async function readAutoscalerFile(file: string): Promise<Autoscaler> {
  const text = await readTextFile(file);
  const head = fileHead(Buffer.from(text), file);
  if (kindOfFile(head).role === 'recording') throw wrongFile(head, 'a scenario with cluster.autoscaler');
  const { scenario, problems } = await loadScenarioFile(text, file);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) {
    const next = error.next ?? `kubectl keg validate ${file} checks it`;
    throw new UserError(error.message, { position: error.position, next });
  }
  if (scenario?.autoscaler) return scenario.autoscaler;
  throw new UserError('this file has no cluster.autoscaler', {
    position: { file },
    next: 'write for example cluster: {autoscaler: {pools: [{name: general, template: {allocatable: {cpu: 4, memory: 16Gi}}}]}}',
  });
}
