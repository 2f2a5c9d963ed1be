/** The jq expressions of KWOK's Stages find their values. */
import test from 'ava';
import { queryValues } from '../../../../src/core/scenario/stages/stage-query.ts';

const POD = {
  metadata: {
    name: 'p',
    annotations: { 'a.b/delay': '5s' },
    ownerReferences: [{ kind: 'Job' }, { kind: 'X' }],
  },
  spec: { containers: [{ args: ['sleep', '10s'] }] },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Other', status: 'False' },
    ],
  },
};

const queries: readonly (readonly [query: string, ...values: unknown[]])[] = [
  ['.status.phase', 'Running'],
  ['.status.podIP'],
  ['.metadata.annotations["a.b/delay"]', '5s'],
  ['.metadata.annotations."a.b/delay"', '5s'],
  ['.metadata.ownerReferences.[].kind', 'Job', 'X'],
  ['.metadata.ownerReferences[].kind', 'Job', 'X'],
  ['.spec.containers[0].args[1]', '10s'],
  ['.spec.containers.[0].args.[1]', '10s'],
  ['.status.conditions.[] | select( .type == "Ready" ) | .status', 'True'],
  ['.status.conditions[] | select(.type != "Ready") | .status', 'False'],
  ['.status.none.[].deep'],
  ['.status.none[]?.deep'],
];

for (const [query, ...values] of queries) {
  test(`${query} finds ${JSON.stringify(values)}`, (t) => {
    t.deepEqual(queryValues(POD, query), values);
  });
}

for (const query of ['now', '.a + 1', 'map(.x)', '.a | length']) {
  test(`the expression ${query} is not known`, (t) => {
    t.is(queryValues(POD, query), undefined);
  });
}
