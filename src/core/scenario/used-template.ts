/** Puts the usage of an entry or template where every target and recording keeps it: into the pod's annotation. */

import type { PodTemplate } from '../objects/pod.ts';
import { USAGE_ANNOTATION, UsageError, usageOf } from '../objects/pod-usage.ts';
import { formatDuration } from '../time/duration.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { UsageFields } from './schema/usage.ts';

/** A template with its own usage, as it is written. */
export type WrittenTemplate = PodTemplate & { readonly usage?: UsageFields | undefined };

/**
 * The template with its usage as an annotation.
 *
 * @param own the usage of the entry, which comes before that of its template.
 * @param place of the template, for an annotation that cannot be read.
 */
export function usedTemplate(
  whole: WrittenTemplate,
  own: UsageFields | undefined,
  place: Path,
  report: Reporter,
): PodTemplate {
  if (!own && !whole.usage && !whole.metadata?.annotations) return whole;
  const { usage, ...template } = whole;
  const written = own ?? usage;
  const used = written ? annotated(template, written) : whole;
  try {
    usageOf(used);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    report.error('invalid-value', place, error.message);
  }
  return used;
}

function annotated(template: PodTemplate, usage: UsageFields): PodTemplate {
  const plain = Object.entries(usage).map(([resource, value]) => [
    resource,
    Array.isArray(value)
      ? value.map(({ at, value: amount }) => ({ at: formatDuration(at), value: amount }))
      : value,
  ]);
  const text = JSON.stringify(Object.fromEntries(plain));
  const { metadata } = template;
  return {
    ...template,
    metadata: { ...metadata, annotations: { ...metadata?.annotations, [USAGE_ANNOTATION]: text } },
  };
}
