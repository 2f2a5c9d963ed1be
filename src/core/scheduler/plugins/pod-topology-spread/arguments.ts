/** Checks the arguments of PodTopologySpread (apis/config/validation/validation_pluginargs.go, ValidatePodTopologySpreadArgs). */
import * as z from 'zod';
import type { TopologySpreadConstraint } from '../../../objects/pod.ts';

const LABEL_NAME =
  /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];

const text = (value: unknown) => JSON.stringify(value);
const oneOf = (values: readonly string[]) => values.map(text).join(', ');

const constraint = z.strictObject({
  maxSkew: z.int().refine((value) => value > 0, {
    error: ({ input }) => `Invalid value: ${text(input)}: not in valid range (0, inf)`,
  }),
  topologyKey: z
    .string()
    .default('')
    .superRefine((value, context) => {
      if (value === '') context.addIssue('Required value: can not be empty');
      else if (!LABEL_NAME.test(value))
        context.addIssue(`Invalid value: ${text(value)}: is not the name of a label`);
    }),
  whenUnsatisfiable: z
    .string()
    .default('')
    .superRefine((value, context) => {
      if (value === '') context.addIssue('Required value: can not be empty');
      else if (!ACTIONS.includes(value))
        context.addIssue(`Unsupported value: ${text(value)}: supported values: ${oneOf(ACTIONS)}`);
    }),
  labelSelector: z
    .null({ error: 'Forbidden: constraint must not define a selector, as they deduced for each pod' })
    .optional(),
  minDomains: z.int().nullish(),
  nodeAffinityPolicy: z.string().nullish(),
  nodeTaintsPolicy: z.string().nullish(),
  matchLabelKeys: z.array(z.string()).nullish(),
});

/** The constraints of pods that have none of their own. `system`: nodes without a zone take part too. */
export interface SpreadDefaults {
  readonly system: boolean;
  readonly constraints: readonly TopologySpreadConstraint[];
}

const SYSTEM: SpreadDefaults = {
  system: true,
  constraints: [
    { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
    { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
  ],
};

const TYPES = ['System', 'List'];

/** `defaultingType: System` (the default) takes no constraints; `List` takes any number, also none. */
export const spreadArguments = z
  .strictObject({
    defaultingType: z.string().nullish(),
    defaultConstraints: z.array(constraint).nullish(),
  })
  .superRefine(({ defaultingType, defaultConstraints }, context) => {
    const type = defaultingType || 'System';
    const list = defaultConstraints ?? [];
    const refuse = (message: string, path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    if (!TYPES.includes(type))
      refuse(`Unsupported value: ${text(type)}: supported values: ${oneOf(TYPES)}`, ['defaultingType']);
    else if (type === 'System' && list.length > 0)
      refuse('Invalid value: "System": when .defaultConstraints are not empty', ['defaultingType']);
    for (const [i, { topologyKey, whenUnsatisfiable }] of list.entries()) {
      const same = list.findIndex(
        (each) => each.topologyKey === topologyKey && each.whenUnsatisfiable === whenUnsatisfiable,
      );
      if (same < i)
        refuse(`Duplicate value: "{${topologyKey}, ${whenUnsatisfiable}}"`, ['defaultConstraints', i]);
    }
  })
  .transform(
    ({ defaultingType, defaultConstraints }): SpreadDefaults =>
      defaultingType === 'List'
        ? { system: false, constraints: (defaultConstraints ?? []).map(withoutSelector) }
        : SYSTEM,
  );

function withoutSelector({
  labelSelector: _,
  minDomains = null,
  nodeAffinityPolicy = null,
  nodeTaintsPolicy = null,
  matchLabelKeys = null,
  ...rest
}: z.infer<typeof constraint>): TopologySpreadConstraint {
  return { ...rest, minDomains, nodeAffinityPolicy, nodeTaintsPolicy, matchLabelKeys };
}
