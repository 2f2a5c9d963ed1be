/** The real kubectl sends for its flags what the table of the unit tests says. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test from 'ava';
import { FLAG_CASES, flagLaboratory } from '../kubernetes/kubectl-flags.ts';

const run = promisify(execFile);

test.serial('kubectl itself sends what the table of its flags says', async (t) => {
  try {
    await run('kubectl', ['version', '--client']);
  } catch {
    t.pass();
    return t.log('skipped: there is no kubectl on the PATH');
  }
  const laboratory = await flagLaboratory(t);
  const env = { ...process.env, KUBECONFIG: laboratory.kubeconfig };
  for (const { flags, sent } of FLAG_CASES) {
    const call = run('kubectl', ['get', '--raw', '/version', ...laboratory.words(flags)], { env });
    call.child.stdin?.end();
    await call.catch(() => {});
    t.deepEqual(laboratory.lastCall(), sent, flags);
  }
});
