/** Measures `kubectl create -f` on one big file. The start of the program counts, because a person waits for it too. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { type Contender, namedPod, PATIENCE_MILLISECONDS } from './order.ts';

const run = promisify(execFile);

/** @param folder for the big file and for what kubectl remembers of the API server. */
export function kubectl(program: string, kubeconfig: string, folder: string): Contender {
  return {
    name: 'kubectl create -f',
    goal: 1.5,
    times: 4,
    async create(order) {
      const file = join(folder, 'pods.yaml');
      const pods = Array.from({ length: order.count }, (_, number) =>
        stringify(namedPod(order, number), { aliasDuplicateObjects: false }),
      );
      await writeFile(file, pods.join('---\n'));
      const start = performance.now();
      await run(program, ['--kubeconfig', kubeconfig, 'create', '-f', file], {
        env: { ...process.env, KUBECACHEDIR: join(folder, 'kubectl-cache') },
        timeout: PATIENCE_MILLISECONDS,
        maxBuffer: 1 << 26,
      });
      return performance.now() - start;
    },
    close: async () => {},
  };
}
