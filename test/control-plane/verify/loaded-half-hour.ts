/** Draws the scenario on which `--speed max` is compared with 1x: a third of the pods wait, some preempt, and a node is drained. */

/** @param minutes of scenario time; the last sixth brings no new pods. */
export function loadedPlay(minutes: number, seed: number): string {
  const at = (share: number): string => `${Math.round(minutes * 60 * share)}s`;
  return `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: { name: loaded }
seed: ${seed}
duration: ${minutes}m
cluster:
  nodes:
    - { name: a, count: 6, template: { allocatable: { cpu: 4, memory: 16Gi, pods: 110 } } }
templates:
  plain: { spec: { containers: [{ name: main, image: main }] } }
  urgent: { spec: { priority: 1000, containers: [{ name: main, image: main }] } }
events:
  nodes:
    - { at: ${at(0.4)}, action: drain, name: a-2 }
    - { at: ${at(0.6)}, action: uncordon, name: a-2 }
  pods:
    - name: batch
      template: plain
      until: ${at(5 / 6)}
      arrivals: { type: exponential, mean: 13s }
      requests:
        type: choice
        options:
          - { weight: 3, value: { cpu: 1, memory: 1Gi } }
          - { weight: 1, value: { cpu: 2, memory: 3Gi } }
      lifetime: { type: lognormal, median: 3m, sigma: 0.8 }
      phases: { started: { type: lognormal, median: 2s, sigma: 0.5 }, ready: 1s, terminated: 2s }
    - name: urgent
      template: urgent
      until: ${at(5 / 6)}
      arrivals: { type: exponential, mean: 90s }
      requests: { cpu: 2, memory: 2Gi }
      lifetime: { type: lognormal, median: 2m, sigma: 0.5 }
      phases: { started: 2s, ready: 1s, terminated: 2s }
`;
}
