/** keg and the real kubectl send the same with the same kubeconfigs: to whom, as whom, through which proxy, and after asking whom. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { kubeconfigLaboratory } from '../kubernetes/kubeconfigs/laboratory.ts';
import { type Client, casesIn, keg, playKubeconfig } from '../kubernetes/kubeconfigs/play-kubeconfig.ts';
import { buildPrograms } from './cluster/build.ts';

test.serial('keg and kubectl send the same, and leave the same tokens in the kubeconfig', async (t) => {
  const { kubectl } = await buildPrograms(t.log);
  const client: Client = (env) => {
    const call = promisify(execFile)(kubectl, ['version', '-o', 'json'], { env });
    call.child.stdin?.end();
    return call;
  };
  const laboratory = await kubeconfigLaboratory(t);
  for (const each of casesIn(laboratory)) {
    const theirs = await playKubeconfig(laboratory, each, client);
    const ours = await playKubeconfig(laboratory, each, keg);
    t.deepEqual(ours, theirs, each.title);
  }
});
