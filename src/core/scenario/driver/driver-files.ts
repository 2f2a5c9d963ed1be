/** Defines the files of the Karpenter scenario driver as far as a replay reads them: config.yml and steps.yml (pkg/config/types.go of the driver). */
import * as z from 'zod';
import { wanted } from '../../errors/shown-value.ts';

const number = z.number({ error: wanted('a number', '30') });
const positive = number.positive({ error: 'is above 0' });
const whole = z.int({ error: wanted('a whole number', '30') });
const text = z.union([z.string(), z.number()], { error: wanted('text', 'baseline') }).transform(String);

const kubernetesCluster = z.looseObject({
  name: text.nullish(),
  node_count: whole.min(0).nullish(),
  node_type: text.nullish(),
  autoscaling: z.boolean().nullish(),
  nodepool_directory: text.nullish(),
});

const capacityProvider = z.looseObject({
  Omakase: z
    .looseObject({
      name: text.nullish(),
      starting_instance_type: text.nullish(),
      starting_instance_count: whole.min(0).nullish(),
    })
    .nullish(),
});

const ecsCluster = z.looseObject({
  name: text.nullish(),
  capacity_providers: z.array(capacityProvider).nullish(),
});

const workload = z.looseObject({
  ServiceOwnedWorkload: z
    .looseObject({
      name: text,
      starting_workloads: whole.min(0).nullish(),
      task_definition: z.looseObject({ cpu: number, memory: number }).nullish(),
    })
    .nullish(),
});

/** `config.yml`. */
export const driverConfig = z.looseObject({
  simulator: z.looseObject({
    run_id: text.nullish(),
    run_description: text.nullish(),
    timestep: positive,
    start_step: whole.min(1).nullish(),
    limit: whole.min(1),
    clusters: z
      .array(
        z.looseObject({ KubernetesCluster: kubernetesCluster.nullish(), EcsCluster: ecsCluster.nullish() }),
      )
      .nullish(),
    deployments_directory: text.nullish(),
    deployments: z.array(text).nullish(),
    workloads: z.array(workload).nullish(),
  }),
});

/** `steps.yml`. */
export const driverSteps = z.looseObject({
  scenario: z
    .array(
      z.looseObject({
        step: z.looseObject({
          actions: z
            .array(
              z.looseObject({
                action: z.looseObject({ action_type: text, action_data: text }),
              }),
            )
            .nullish(),
        }),
      }),
      { error: wanted('a list of steps', '[{step: {name: 1, actions: []}}]') },
    )
    .min(1, { error: 'needs at least one step' }),
});

export type DriverConfig = z.output<typeof driverConfig>['simulator'];
export type DriverSteps = z.output<typeof driverSteps>['scenario'];
