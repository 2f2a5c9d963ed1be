/** kubectl's flags for the cluster and the user have the effect that they have in kubectl. */
import { parse } from '@oclif/core/parser';
import { CLUSTER_FLAGS, readClusterFlags } from '../../src/cli/cluster-flags.ts';
import { connectionOf } from '../../src/kubernetes/connection.ts';
import { openTransport } from '../../src/kubernetes/transport.ts';
import { testWithOpenssl } from './certificates.ts';
import { FLAG_CASES, flagLaboratory } from './kubectl-flags.ts';

async function callWith(kubeconfig: string, words: string[]): Promise<void> {
  const { flags } = await parse(words, { flags: CLUSTER_FLAGS });
  const { choice } = readClusterFlags({ kubeconfig, ...flags });
  const transport = openTransport(await connectionOf(choice), { attempts: 1 });
  try {
    await transport.send({ method: 'GET', path: '/version' });
  } finally {
    await transport.close();
  }
}

testWithOpenssl('flags of kubectl send what kubectl sends', async (t) => {
  const laboratory = await flagLaboratory(t);
  for (const { flags, sent } of FLAG_CASES) {
    await callWith(laboratory.kubeconfig, laboratory.words(flags)).catch(() => {});
    t.deepEqual(laboratory.lastCall(), sent, flags);
  }
});
