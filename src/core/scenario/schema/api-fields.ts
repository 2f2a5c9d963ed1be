/** Defines the parts that schemas of Kubernetes objects share: plain values, metadata, selectors, and fields that are kept without a check. */
import * as z from 'zod';
import { show, wanted } from '../../errors/shown-value.ts';
import { freeText, labels, name, resourceList } from './field.ts';

export const anything = z.unknown().optional();

/** Fields of the API that are kept without a check. */
export function carried<const Names extends readonly string[]>(
  ...names: Names
): { [Name in Names[number]]: typeof anything } {
  return Object.fromEntries(names.map((each) => [each, anything])) as {
    [Name in Names[number]]: typeof anything;
  };
}

export const int = z.int({ error: wanted('a whole number', '10') });
/** A number or a boolean here is text that YAML read without quotes, such as a version 1.30. */
export const word = z.string({
  error: (issue) =>
    typeof issue.input === 'number' || typeof issue.input === 'boolean'
      ? `${show(issue.input)} is not a string: write it in quotes`
      : wanted('a string', '"web"')(issue),
});
export const flag = z.boolean({ error: wanted('true or false', 'true') });
export const map = <T extends z.ZodType>(value: T) => value.nullish();
export const list = <T extends z.ZodType>(item: T) =>
  z.array(item, { error: wanted('a list', '[...]') }).nullish();

/** A string, where hand-written tolerations and selectors often have an unquoted number. */
export const wordLike = z
  .union([z.string(), z.number(), z.boolean()], { error: wanted('a string', '"gpu"') })
  .transform(String);

const metadataFields = {
  namespace: word.optional(),
  labels: map(labels),
  annotations: map(labels),
  ...carried(
    'generateName',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'finalizers',
    'generation',
    'managedFields',
    'ownerReferences',
    'resourceVersion',
    'selfLink',
    'uid',
  ),
};

/** The name is optional: some entries have their name beside it. */
export const metadata = z.strictObject({ name: word.optional(), ...metadataFields }).meta({ id: 'Metadata' });

export const namedMetadata = z.strictObject({ name, ...metadataFields }).meta({ id: 'NamedMetadata' });

export const resources = z
  .strictObject({ requests: map(resourceList), limits: map(resourceList), ...carried('claims') })
  .meta({ id: 'Resources' });

/** A kind that must be the given one where it is written. */
export function writtenKind(...kinds: readonly string[]) {
  return z
    .string()
    .optional()
    .refine((kind) => kind === undefined || kinds.includes(kind), {
      error: (issue) => `${show(issue.input)} is not a ${kinds[0]}`,
    });
}

export const apiVersion = freeText.optional();

export const labelSelector = z
  .strictObject(
    {
      matchLabels: map(labels),
      matchExpressions: list(
        z.strictObject({
          key: word,
          operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist'], {
            error: wanted('an operator (In, NotIn, Exists, DoesNotExist)', 'In'),
          }),
          values: list(wordLike),
        }),
      ),
    },
    { error: wanted('a label selector', '{matchLabels: {app: web}}') },
  )
  .meta({ id: 'LabelSelector' });

const requirement = z.strictObject({
  key: word,
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'], {
    error: wanted('an operator (In, NotIn, Exists, DoesNotExist, Gt, Lt)', 'In'),
  }),
  values: list(wordLike),
});

export const nodeSelectorTerm = z
  .strictObject({ matchExpressions: list(requirement), matchFields: list(requirement) })
  .meta({ id: 'NodeSelectorTerm' });

export const nodeSelector = z.strictObject({ nodeSelectorTerms: z.array(nodeSelectorTerm) });

export const toleration = z
  .strictObject({
    key: word.optional(),
    operator: z
      .enum(['Equal', 'Exists', 'Lt', 'Gt', ''], {
        error: wanted('an operator (Equal, Exists, Lt, Gt)', 'Exists'),
      })
      .optional(),
    value: wordLike.optional(),
    effect: z
      .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute', ''], {
        error: wanted('an effect (NoSchedule, PreferNoSchedule, NoExecute)', 'NoSchedule'),
      })
      .optional(),
    tolerationSeconds: z
      .number()
      .nullish()
      .transform((seconds) => seconds ?? undefined),
  })
  .meta({ id: 'Toleration' });

export const preemptionPolicy = z
  .enum(['PreemptLowerPriority', 'Never'], {
    error: wanted('a preemption policy (PreemptLowerPriority, Never)', 'Never'),
  })
  .optional();
