/** Checks the arguments of NodeAffinity (validation_pluginargs.go, ValidateNodeAffinityArgs; component-helpers/nodeaffinity). */
import * as z from 'zod';

const text = (value: unknown) => JSON.stringify(value);
const oneOf = (values: readonly string[]) => values.map(text).join(', ');

const WITH_VALUES = ['In', 'NotIn'];
const WITHOUT_VALUES = ['Exists', 'DoesNotExist'];
const COMPARING = ['Gt', 'Lt'];
const OPERATORS = [...WITH_VALUES, ...WITHOUT_VALUES, ...COMPARING];

const requirement = z.strictObject({
  key: z.string(),
  operator: z.string(),
  values: z.array(z.string()).nullish(),
});
type Requirement = z.infer<typeof requirement>;
type Issues = z.core.$RefinementCtx<unknown>;

const expression = requirement.superRefine(({ operator, values }: Requirement, context: Issues) => {
  const given = values ?? [];
  if (!OPERATORS.includes(operator))
    refuse(
      context,
      ['operator'],
      `Unsupported value: ${text(operator)}: supported values: ${oneOf(OPERATORS)}`,
    );
  else if (WITH_VALUES.includes(operator) && given.length === 0)
    refuse(
      context,
      ['values'],
      "Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
    );
  else if (WITHOUT_VALUES.includes(operator) && given.length > 0)
    refuse(
      context,
      ['values'],
      `Invalid value: ${text(given)}: values set must be empty for exists and does not exist`,
    );
  else if (COMPARING.includes(operator) && given.length !== 1)
    refuse(
      context,
      ['values'],
      `Invalid value: ${text(given)}: for 'Gt', 'Lt' operators, exactly one value is required`,
    );
  else if (COMPARING.includes(operator) && !/^[+-]?\d+$/.test(given[0] ?? ''))
    refuse(
      context,
      ['values', 0],
      `Invalid value: ${text(given[0])}: for 'Gt', 'Lt' operators, the value must be an integer`,
    );
});

const field = requirement.superRefine(({ operator, values }: Requirement, context: Issues) => {
  if (!WITH_VALUES.includes(operator))
    refuse(
      context,
      ['operator'],
      `Unsupported value: ${text(operator)}: supported values: ${oneOf(WITH_VALUES)}`,
    );
  else if (values?.length !== 1) refuse(context, ['values'], 'Required value: must have one element');
});

function refuse(context: Issues, path: PropertyKey[], message: string): void {
  context.addIssue({ code: 'custom', path, message });
}

const requiredTerm = z.strictObject({
  matchExpressions: z.array(expression).nullish(),
  matchFields: z.array(field).nullish(),
});
/** kube-scheduler does not look into preferred terms of weight 0. Here a preferred term that cannot be read matches no node. */
const preferredTerm = z.strictObject({
  matchExpressions: z.array(requirement).nullish(),
  matchFields: z.array(requirement).nullish(),
});

export const nodeAffinityArguments = z.strictObject({
  /** Applies to every pod, in addition to the pod's own affinity. */
  addedAffinity: z
    .strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: z
        .strictObject({ nodeSelectorTerms: z.array(requiredTerm) })
        .nullish(),
      preferredDuringSchedulingIgnoredDuringExecution: z
        .array(z.strictObject({ weight: z.int(), preference: preferredTerm }))
        .nullish(),
    })
    .nullish(),
});

export type NodeAffinityArguments = z.infer<typeof nodeAffinityArguments>;
