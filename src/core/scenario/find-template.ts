/** Finds the pod template of an entry: its own `podSpec`, or the template that it names, as an API server admits it. */

import { didYouMean } from '../errors/did-you-mean.ts';
import type { PodTemplate } from '../objects/pod.ts';
import type { TemplateAdmission } from './admission/template-admission.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { PodFields } from './schema/pod-entry.ts';
import { usedTemplate } from './used-template.ts';

type Written = Pick<PodFields, 'podSpec' | 'template' | 'usage'>;

export interface TemplateFinder {
  /** The template of an entry whose first pod is created at `at`. Undefined after an error. */
  find(fields: Written, path: Path, at: number): PodTemplate | undefined;
}

export function templateFinder(
  templates: ReadonlyMap<string, PodTemplate>,
  admission: TemplateAdmission,
  report: Reporter,
): TemplateFinder {
  return {
    find(fields, path, at) {
      const template = findTemplate(fields, path, templates, report);
      const place = fields.podSpec ? [...path, 'podSpec'] : ['templates', fields.template!];
      return template && admission.admit(usedTemplate(template, fields.usage, place, report), place, at);
    },
  };
}

function findTemplate(
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
