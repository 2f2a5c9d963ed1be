/** The request to record a whole cluster with its names, which every test of the recorder starts from. */
import type { RecordRequest } from '../../../src/verbs/record/record-cluster.ts';

export function recordRequest(
  choice: RecordRequest['choice'],
  file: string,
): Omit<RecordRequest, 'signal' | 'warn' | 'onProgress' | 'onCreated'> {
  return {
    choice,
    timeout: undefined,
    file,
    resume: false,
    selection: () => ({ namespaces: undefined }),
    names: 'kept',
    keep: [],
    tool: { name: 'kubectl-keg', version: 'test' },
  };
}
