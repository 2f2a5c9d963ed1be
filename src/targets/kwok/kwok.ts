/** Declares the target `kwok`: a real API server and kube-scheduler, with nodes that KWOK simulates. */
import { LIVE_FLAGS, LIVE_INSTEAD_OF_SENSELESS, LIVE_SENSELESS_FLAGS } from '../live/live-flags.ts';
import type { Target } from '../target.ts';
import type { TargetFlag } from '../target-flag.ts';

const CLUSTER_STAGES: TargetFlag = {
  name: 'cluster-stages',
  type: 'boolean',
  description: 'leave the phases of pods to the Stages that are there, with their own delays',
  group: 'LIVE',
};

export const KWOK_TARGET: Target = {
  name: 'kwok',
  summary:
    'a real API server and kube-scheduler in wall time, on nodes that KWOK simulates; what it created is removed',
  clock: 'wall',
  flags: [...LIVE_FLAGS, CLUSTER_STAGES],
  senselessFlags: LIVE_SENSELESS_FLAGS,
  insteadOfSenseless: LIVE_INSTEAD_OF_SENSELESS,
  async inputFiles(flags) {
    const { liveInputFiles } = await import('../live/read-live-flags.ts');
    return liveInputFiles(flags);
  },
  async open(flags) {
    const { openLiveTarget } = await import('../live/open-live-target.ts');
    const { readLiveFlags } = await import('../live/read-live-flags.ts');
    const { KWOK_SIMULATOR } = await import('./kwok-simulator.ts');
    return openLiveTarget('kwok', KWOK_SIMULATOR, readLiveFlags(flags));
  },
};
