/** Defines KWOK's Stages as far as they decide when a pod changes, and reads them from YAML documents. */
import * as z from 'zod';

const from = z.looseObject({ expressionFrom: z.string().nullish() }).nullish();
const milliseconds = z.number().nullish();

const requirement = z.looseObject({
  key: z.string(),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).nullish(),
});

const marks = z.array(z.looseObject({ value: z.string() })).nullish();

const stage = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    resourceRef: z.looseObject({ kind: z.string() }),
    selector: z
      .looseObject({
        matchLabels: z.record(z.string(), z.string()).nullish(),
        matchAnnotations: z.record(z.string(), z.string()).nullish(),
        matchExpressions: z.array(requirement).nullish(),
      })
      .nullish(),
    weight: z.number().nullish(),
    weightFrom: from,
    delay: z
      .looseObject({
        durationMilliseconds: milliseconds,
        durationFrom: from,
        jitterDurationMilliseconds: milliseconds,
        jitterDurationFrom: from,
      })
      .nullish(),
    next: z
      .looseObject({
        statusTemplate: z.string().nullish(),
        patches: z.array(z.looseObject({ root: z.string().nullish(), template: z.string() })).nullish(),
        finalizers: z.looseObject({ add: marks, remove: marks, empty: z.boolean().nullish() }).nullish(),
        delete: z.boolean().nullish(),
      })
      .nullish(),
  }),
});

export type Stage = z.output<typeof stage>;

/** The Stage in a document, or what is wrong with it: the path and the message of the first fault. */
export function readStage(value: unknown): { readonly stage: Stage } | { readonly fault: string } {
  const read = stage.safeParse(value, { jitless: true });
  if (read.success) return { stage: read.data };
  const [issue] = read.error.issues;
  return { fault: `${issue!.path.join('.')}: ${issue!.message}` };
}
