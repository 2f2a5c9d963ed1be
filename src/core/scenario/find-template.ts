/** Finds the pod template of an entry: its own `podSpec`, or the template that it names. */

import { didYouMean } from '../errors/did-you-mean.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { PodFields } from './schema/pod-entry.ts';

type Written = Pick<PodFields, 'podSpec' | 'template'>;

/**
 * The template that an entry names under `templates`, or its own `podSpec`. Undefined after an error to `report`.
 */
export function findTemplate(
  fields: Written,
  path: Path,
  templates: ReadonlyMap<string, PodTemplate>,
  report: Reporter,
): PodTemplate | undefined {
  if (fields.podSpec && fields.template !== undefined) {
    report.error('conflicting-keys', [...path, 'template'], 'podSpec is given as well: keep one of them');
    return undefined;
  }
  if (fields.podSpec) return fields.podSpec as PodTemplate;
  if (fields.template === undefined) {
    report.error('missing-value', path, 'no podSpec and no template: add one of them');
    return undefined;
  }
  const template = templates.get(fields.template);
  if (template) return template;
  const meant = didYouMean(fields.template, templates.keys());
  const hint = meant
    ? `did you mean "${meant}"?`
    : templates.size === 0
      ? 'the file has no templates'
      : `there are ${listed(templates.keys())}`;
  report.error(
    'unknown-template',
    [...path, 'template'],
    `no template is called "${fields.template}" (${hint})`,
  );
  return undefined;
}

function listed(names: Iterable<string>): string {
  const all = [...names];
  return all.length > 5 ? `${all.slice(0, 5).join(', ')} and ${all.length - 5} more` : all.join(', ');
}
