/** Declares the flags that choose the model of kube-scheduler for a recording. */
import * as Flags from '@oclif/core/flags';

export const MODEL_FLAGS = {
  'kubernetes-version': Flags.string({
    helpValue: 'VERSION',
    description: 'version of the scheduler that decided, as 1.36 (default: that of the recording)',
  }),
  'scheduler-config': Flags.string({
    helpValue: 'FILE',
    description: 'its KubeSchedulerConfiguration (default: that of the recording, else the default profile)',
  }),
};
