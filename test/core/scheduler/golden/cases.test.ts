/** Compares the model with decisions of the plugin code of kube-scheduler 1.26, where newer releases decide alike. */
import test from 'ava';
import type { Node } from '../../../../src/core/objects/node.ts';
import type { PodTemplate } from '../../../../src/core/objects/pod.ts';
import { podRequest } from '../../../../src/core/objects/pod-request.ts';
import type { Decision } from '../../../../src/core/scheduler/decision.ts';
import { evaluatePod } from '../../../../src/core/scheduler/evaluate-pod.ts';
import { readGolden } from './shared-files.ts';

interface ExpectedNode {
  readonly feasible: boolean;
  readonly plugin?: string;
  readonly reasons?: readonly string[];
  readonly code?: string;
  readonly weighted?: Readonly<Record<string, number>>;
  readonly total?: number;
}

interface GoldenCase {
  readonly id: string;
  readonly family: string;
  readonly profile: keyof typeof PROFILES;
  readonly nodes: readonly Node[];
  readonly existing: readonly (PodTemplate & { readonly metadata: { readonly name: string } })[];
  readonly pod: PodTemplate;
  readonly expect: {
    readonly nodes: Readonly<Record<string, ExpectedNode>>;
    readonly best: readonly string[];
  };
}

const cpu = { name: 'cpu', weight: 1 };
const memory = { name: 'memory', weight: 1 };
const gpu = (weight: number) => ({ name: 'example.com/gpu', weight });
const strategy = (scoringStrategy: unknown) => ({
  pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy } }],
});

/** The profiles from the README of the golden files. */
const PROFILES = {
  default: undefined,
  mostAllocated: strategy({ type: 'MostAllocated', resources: [cpu, memory, gpu(3)] }),
  leastWithGpu: strategy({ type: 'LeastAllocated', resources: [cpu, { ...memory, weight: 2 }, gpu(5)] }),
  requestedToCapacityRatio: strategy({
    type: 'RequestedToCapacityRatio',
    resources: [{ ...cpu, weight: 2 }, memory, gpu(4)],
    requestedToCapacityRatio: {
      shape: [
        { utilization: 0, score: 0 },
        { utilization: 40, score: 8 },
        { utilization: 100, score: 2 },
      ],
    },
  }),
};

/** Score plugins with constant golden scores (200 and 0 on every node), because no pod in these families spreads or has pod affinity. */
const NOT_MODELLED = ['PodTopologySpread', 'InterPodAffinity'];
const FAMILIES = ['resources', 'strategies', 'taints', 'nodeaffinity', 'ports'];

const cases = readGolden<GoldenCase>('kube-scheduler/cases.jsonl');

function decide(one: GoldenCase, kubernetesVersion: '1.32' | '1.34'): Decision {
  const existing = one.existing.map((template) => ({
    uid: template.metadata.name,
    namespace: 'default',
    name: template.metadata.name,
    template,
  }));
  const decision = evaluatePod(
    { nodes: one.nodes, existing, pod: one.pod },
    { kubernetesVersion, configuration: PROFILES[one.profile] },
  );
  if (!decision) throw new Error(`${one.id} was not decided about`);
  return decision;
}

/** The mark of the golden files for a node that no filter checked, because PreFilter named other nodes. */
function leftOut({ plugin }: ExpectedNode): boolean {
  return plugin === 'PreFilterResult';
}

if (!cases) test.skip('skipped without ../shared: cases of kube-scheduler 1.26', (t) => t.fail());
else
  for (const family of FAMILIES) {
    const ofFamily = cases.filter((one) => one.family === family);

    test(`${family}, rules of 1.32: verdicts, reasons, codes, scores and best sets agree`, (t) => {
      let verdicts = 0;
      let scores = 0;
      for (const one of ofFamily) {
        const { explanation } = decide(one, '1.32');
        t.deepEqual(explanation?.best.toSorted(), one.expect.best.toSorted(), one.id);
        for (const [name, expected] of Object.entries(one.expect.nodes)) {
          verdicts += 1;
          const rejection = explanation?.rejections.get(name);
          if (leftOut(expected)) {
            t.false(rejection !== undefined || explanation?.feasible.includes(name), `${one.id} ${name}`);
            continue;
          }
          t.is(rejection?.plugin, expected.plugin, `${one.id} ${name}`);
          t.is<string | undefined, string | undefined>(rejection?.code, expected.code, `${one.id} ${name}`);
          t.deepEqual(rejection?.reasons.toSorted(), expected.reasons?.toSorted(), `${one.id} ${name}`);
          const model = explanation?.scores?.get(name);
          if (!expected.weighted || !model) continue;
          for (const [plugin, score] of Object.entries(expected.weighted)) {
            if (NOT_MODELLED.includes(plugin)) continue;
            scores += 1;
            t.is(model.get(plugin) ?? 0, score, `${one.id} ${name} ${plugin}`);
          }
        }
      }
      t.log(`${ofFamily.length} cases, ${verdicts} verdicts with reason and code, ${scores} plugin scores`);
      t.is(ofFamily.length, 60);
    });

    test(`${family}, rules of 1.34: verdicts, reasons and comparable best sets agree`, (t) => {
      let best = 0;
      let totals = 0;
      let bestEffort = 0;
      for (const one of ofFamily) {
        const { explanation } = decide(one, '1.34');
        for (const [name, expected] of Object.entries(one.expect.nodes)) {
          const rejection = explanation?.rejections.get(name);
          if (leftOut(expected)) {
            t.false(rejection !== undefined || explanation?.feasible.includes(name), `${one.id} ${name}`);
            continue;
          }
          t.is(rejection?.plugin, expected.plugin, `${one.id} ${name}`);
          t.deepEqual(
            rejection?.reasons.toSorted(),
            expected.reasons?.map((reason) => reason.replace(/ \{.*/, '(s)')).toSorted(),
            `${one.id} ${name}`,
          );
        }
        const request = podRequest(one.pod.spec);
        if (!request.get('cpu') && !request.get('memory')) {
          bestEffort += 1;
          continue;
        }
        best += 1;
        t.deepEqual(explanation?.best.toSorted(), one.expect.best.toSorted(), one.id);
        const differences = new Set<number>();
        for (const [name, total] of explanation?.totals ?? []) {
          totals += 1;
          differences.add((one.expect.nodes[name]?.total ?? Number.NaN) - total);
        }
        t.true(differences.size <= 1, `${one.id}: totals differ by the same constant on every node`);
      }
      t.log(
        `${ofFamily.length} cases: ${best} best sets and ${totals} totals compared, ` +
          `${bestEffort} best-effort pods for their verdicts only (no balance score from 1.33 on)`,
      );
    });
  }
