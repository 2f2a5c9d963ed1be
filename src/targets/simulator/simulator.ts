/** Declares the target `simulator`: kube-scheduler-simulator, whose scheduler can be configured while it runs and explains its decisions. */
import { LIVE_FLAGS } from '../live/live-flags.ts';
import type { Target } from '../target.ts';
import { SIMULATOR_URL_FLAG } from './simulator-url.ts';

export const SIMULATOR_TARGET: Target = {
  name: 'simulator',
  summary:
    'kube-scheduler-simulator in wall time: its scheduler is configured as the scenario says and explains each decision; what was created is removed',
  clock: 'wall',
  flags: [...LIVE_FLAGS, SIMULATOR_URL_FLAG],
  senselessFlags: ['kubernetes-version'],
  insteadOfSenseless: 'the simulator’s own scheduler decides: play on --target embedded for another version',
  async inputFiles(flags) {
    const { liveInputFiles } = await import('../live/read-live-flags.ts');
    return liveInputFiles(flags);
  },
  async open(flags) {
    const { openLiveTarget } = await import('../live/open-live-target.ts');
    const { readLiveFlags } = await import('../live/read-live-flags.ts');
    const { OWN_NODES } = await import('./own-nodes.ts');
    const { simulatorControl } = await import('./simulator-control.ts');
    const { readSimulatorUrl } = await import('./simulator-url.ts');
    const url = readSimulatorUrl(flags);
    const options = readLiveFlags(flags);
    return openLiveTarget('simulator', OWN_NODES, options, (cluster) => simulatorControl(cluster, url));
  },
};
