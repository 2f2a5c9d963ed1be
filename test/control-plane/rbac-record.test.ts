/** The documented rights to record are the least: without any of them a recorder refuses, or says which one is missing. */
import { join } from 'node:path';
import test from 'ava';
import { recordCluster } from '../../src/verbs/record/record-cluster.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { recordRequest } from '../verbs/record/record-request.ts';
import { readyCluster } from './ready-cluster.ts';
import { asRecorder, type RecorderRule, recorderRules } from './recorder-rights.ts';
import { eventually, kwokNode } from './workload.ts';

/** The rules without one resource of one of them. */
function without(rules: readonly RecorderRule[], rule: RecorderRule, resource: string): RecorderRule[] {
  return rules.flatMap((each) => {
    if (each !== rule) return [each];
    const resources = each.resources.filter((one) => one !== resource);
    return resources.length > 0 ? [{ ...each, resources }] : [];
  });
}

test.serial('a recorder without one of the documented rights refuses or names what is missing', async (t) => {
  const { cluster, transport } = await readyCluster(t);
  const folder = temporaryFolder(t);
  await transport.send({ method: 'POST', path: '/api/v1/nodes', body: kwokNode('node-a') });
  const rules = recorderRules();
  /** The first thing that a recorder with these rules complains about within this time. */
  const complaints = async (
    name: string,
    given: readonly RecorderRule[],
    duration: number,
  ): Promise<readonly string[]> => {
    const choice = await asRecorder(transport, cluster.kubeconfig, given, name);
    const heard: string[] = [];
    const stop = new AbortController();
    await recordCluster({
      ...recordRequest(choice, join(folder, `${name}.keg.jsonl`)),
      duration,
      signal: stop.signal,
      warn: ({ message }) => {
        heard.push(message);
        stop.abort();
      },
    }).catch((error: Error) => heard.push(error.message));
    return heard;
  };
  // The authorizer of the API server learns of a new role after a moment.
  const all = await eventually(
    () => complaints(`all-${Date.now()}`, rules, 3_000_000),
    (heard) => heard.length === 0,
  );
  t.deepEqual(all, []);
  const tried = rules.flatMap((rule) => rule.resources.map((resource) => ({ rule, resource })));
  await Promise.all(
    tried.map(async ({ rule, resource }, index) => {
      const heard = await complaints(`without-${index}`, without(rules, rule, resource), 30_000_000);
      t.true(
        heard.some((text) => text.includes(resource)),
        `without ${resource}: ${heard.join('; ')}`,
      );
    }),
  );
});
