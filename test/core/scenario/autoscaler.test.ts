/** The autoscaler of a scenario: defaults, and contradictions with their place. */
import test from 'ava';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { written } from '../timeline/written-scenario.ts';

const POOL = '{name: a, template: {allocatable: {cpu: 4, memory: 8Gi}}';

function errorsOf(autoscaler: string, more = ''): string[] {
  const text = `apiVersion: keg.dev/v1alpha1\nkind: Scenario\ncluster:\n  autoscaler: ${autoscaler}\n${more}`;
  return loadScenario(text, 'day.yaml').problems.flatMap(({ severity, position, message }) =>
    severity === 'error' ? [`${position?.line}:${position?.column} ${message}`] : [],
  );
}

test('an autoscaler has the times of Cluster Autoscaler, no limits and no delay by default', (t) => {
  const { autoscaler } = written(`cluster: {autoscaler: {pools: [${POOL}}]}}\n`);
  t.like(autoscaler, {
    expander: 'least-waste',
    batch: 0,
    consolidation: { emptyAfter: 600e6, underusedAfter: 600e6, underusedBelow: 0.5, cooldown: 600e6 },
  });
  t.like(autoscaler?.pools[0], { name: 'a', min: 0, max: Number.POSITIVE_INFINITY, price: undefined });
  t.deepEqual(autoscaler?.pools[0]?.delay, { family: 'constant', value: 0 });
});

for (const [what, text, wanted] of [
  ['pools of one name', `{pools: [${POOL}}, ${POOL}}]}`, /"a" is also the name of other nodes/],
  [
    'a price expander without prices',
    `{pools: [${POOL}}], expander: price}`,
    /the expander price needs the price/,
  ],
  ['a minimum above the maximum', `{pools: [${POOL}, min: 3, max: 2}]}`, /min: is above max \(2\)/],
  ['no pools', '{pools: []}', /needs at least one pool/],
  ['a negative price', `{pools: [${POOL}, price: -1}]}`, /a price is 0 or more/],
  ['a share above 1', `{pools: [${POOL}}], consolidation: {underusedBelow: 1.5}}`, /a share is at most 1/],
] as const)
  test(`${what} in an autoscaler is an error at its place`, (t) => {
    const [first = '', ...others] = errorsOf(text);
    t.regex(first, wanted);
    t.regex(first, /^4:\d+ /);
    t.deepEqual(others, []);
  });

test('the name of a pool is not that of other nodes', (t) => {
  const nodes = '  nodes: [{name: a, count: 2, template: {allocatable: {cpu: 1}}}]\n';
  t.regex(errorsOf(`{pools: [${POOL}}]}`, nodes)[0] ?? '', /"a" is also the name of other nodes/);
});
