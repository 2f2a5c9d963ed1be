/** Says whether `validate --strict` refuses a pod or a node, and why. */
import type { Problem } from '../../../../src/core/errors/problem.ts';
import { lintPriorities } from '../../../../src/core/scenario/lint/lint-priorities.ts';
import { loadScenario } from '../../../../src/core/scenario/load-scenario.ts';

/** What the API server has no opinion on: whether a pod can be bound in this scenario. */
const NO_REFUSAL: ReadonlySet<string> = new Set([
  'unknown-object',
  'unknown-node',
  'pod-too-large',
  'idle-toleration',
  'misplaced-resources',
  'accepted-with-warning',
  'nothing-to-play',
]);

/** The problems that count as a refusal; none if the object is accepted. */
export function kegRefusals(kind: 'Pod' | 'Node', object: object): readonly Problem[] {
  const node = { name: 'n', template: { allocatable: { cpu: 4 } } };
  const { metadata } = object as { metadata: { name: string } };
  const scenario =
    kind === 'Node'
      ? { cluster: { nodes: [object] } }
      : {
          cluster: { nodes: [node] },
          events: { pods: [{ name: metadata.name, arrivalTime: '0s', podSpec: object }] },
        };
  const text = JSON.stringify(scenario);
  const { problems, scenario: loaded } = loadScenario(text, 'a.json', undefined, { asWritten: true });
  return [...problems, ...(loaded ? lintPriorities(loaded) : [])].filter(
    ({ code, severity }) => severity === 'error' || !NO_REFUSAL.has(code),
  );
}
