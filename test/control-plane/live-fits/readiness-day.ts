/** A day on a real kubelet: a Deployment whose pods initialise and become ready, scaled up and down and updated. */
import { change, type Day, make, remove, scale } from './day.ts';
import { apps, PODS, replicas } from './made-objects.ts';
import { becomesReady, exits, realTemplate } from './real-pods.ts';

const WEB = `${apps('deployments')}/web`;

export function readinessDay(): Day {
  const web = realTemplate('web', { init: exits(0, 2), main: becomesReady(3), isProbed: true });
  const flaps = realTemplate('flaps', { main: becomesReady(3, 12), isProbed: true });
  return {
    name: 'kubelet-deployment',
    title: 'a real kubelet: a Deployment with init containers and readiness, scaled and updated',
    seconds: 220,
    before: [make(apps('deployments'), replicas('Deployment', 'web', 4, web))],
    actions: [
      {
        at: 20,
        act: make(PODS, {
          apiVersion: 'v1',
          kind: 'Pod',
          ...flaps,
          metadata: { ...flaps.metadata, name: 'flaps' },
        }),
      },
      { at: 30, act: scale(WEB, 10) },
      { at: 80, act: scale(WEB, 3) },
      {
        at: 110,
        act: change(WEB, ({ spec }) => {
          spec.template.spec.containers[0].resources.requests.cpu = '30m';
        }),
      },
      { at: 150, act: scale(WEB, 6) },
      { at: 190, act: remove(`${PODS}/flaps`) },
    ],
  };
}
