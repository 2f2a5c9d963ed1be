/** Changes the configuration of the simulator's scheduler during a run, and puts it back afterwards. */
import {
  changedProfiles,
  profilesOf,
  type SchedulerProfile,
} from '../../core/scheduler/configuration/changed-profiles.ts';
import type { Transport } from '../../kubernetes/transport.ts';
import type { SchedulerControl } from '../live/scheduler-control.ts';
import { schedulerDecides } from './scheduler-decides.ts';
import { simulatorApi } from './simulator-api.ts';

/** Its go.mod has k8s.io/kubernetes v1.30.4 (kube-scheduler-simulator simulator/v0.4.0), and its API does not show it. */
const KUBERNETES = '1.30.4';

export function simulatorControl({ clock }: Pick<Transport, 'clock'>, url: string): SchedulerControl {
  const api = simulatorApi(url);
  let before: readonly SchedulerProfile[] | undefined;
  let current: readonly SchedulerProfile[] = [];
  return {
    kubernetes: KUBERNETES,
    async configuration() {
      // The rest is about its client, and names files of its machine.
      const { apiVersion, kind, profiles } = await api.configuration();
      return profiles?.length ? { apiVersion, kind, profiles } : undefined;
    },
    async change(changes, place) {
      if (before === undefined) {
        current = profilesOf(await api.configuration());
        before = current;
      }
      const next = changes.reduce(changedProfiles, current);
      if (JSON.stringify(next) === JSON.stringify(current)) return 0;
      const from = clock.now();
      await api.replaceProfiles(next);
      current = next;
      await schedulerDecides(place);
      return clock.now() - from;
    },
    async restore() {
      if (before === undefined || JSON.stringify(before) === JSON.stringify(current)) return;
      await api.replaceProfiles(before);
      current = before;
    },
    close: () => api.close(),
  };
}
