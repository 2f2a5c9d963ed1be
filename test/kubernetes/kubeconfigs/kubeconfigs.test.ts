/** What a call with a kubeconfig sends, to whom and as whom. test/control-plane/kubeconfigs.test.ts compares the same cases with kubectl. */
import { testWithOpenssl } from '../certificates.ts';
import { kubeconfigLaboratory } from './laboratory.ts';
import { casesIn, keg, playKubeconfig } from './play-kubeconfig.ts';

testWithOpenssl('a kubeconfig of each kind sends what kubectl sends with it', async (t) => {
  const laboratory = await kubeconfigLaboratory(t);
  for (const each of casesIn(laboratory)) {
    const { sent } = await playKubeconfig(laboratory, each, keg);
    const { plugin: _plugin, ...rest } = sent === 'refused' ? {} : sent;
    t.deepEqual(sent === 'refused' ? sent : rest, each.sent, each.title);
  }
});
