/** Starts the control plane on which decisions are recorded: no controllers, no limits, and a kube-scheduler that logs its scores. */
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';

/**
 * @param version of kube-scheduler, as `v1.35.4`. The API server is always the newest.
 * @param note prints one line about the current step.
 */
export function startSchedulerUnderTest(
  version: string,
  note: (line: string) => void,
): Promise<ControlPlane> {
  return startControlPlane({
    note,
    schedulerVersion: version,
    without: ['kube-controller-manager', 'kwok-controller'],
    schedulerConfiguration: 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n',
    noLimits: true,
    extraArgs: {
      // These plugins add taints and tolerations that no controller would remove here.
      'kube-apiserver': {
        'disable-admission-plugins':
          'ServiceAccount,TaintNodesByCondition,DefaultTolerationSeconds,StorageObjectInUseProtection',
      },
      'kube-scheduler': { v: '4', vmodule: 'schedule_one=10,eventhandlers=10' },
    },
  });
}
