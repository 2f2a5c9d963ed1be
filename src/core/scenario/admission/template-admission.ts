/** Admits the pod templates of a scenario as an API server admits pods: each once for a time, with each refusal at its place in the file. */
import type { PodTemplate } from '../../objects/pod.ts';
import type { Path } from '../positioned-yaml.ts';
import type { Reporter } from '../reporter.ts';
import type { ObjectEvent, ScenarioObject } from '../scenario.ts';
import { admitPriority } from './admit-priority.ts';
import { admitRuntimeClass } from './admit-runtime-class.ts';
import { classesInTime } from './classes-in-time.ts';
import type { Finding } from './finding.ts';
import { refuseInvalidPod } from './refuse-invalid-pod.ts';
import { refuseLabelKeys } from './refuse-label-keys.ts';

export interface TemplateAdmission {
  /**
   * The template of a pod that is created at the time. Entries that share a template share the result.
   *
   * @param place the path of the template in the file.
   */
  admit(template: PodTemplate, place: Path, at: number): PodTemplate;
}

export function templateAdmission(
  objects: readonly ScenarioObject[],
  events: readonly ObjectEvent[],
  report: Reporter,
): TemplateAdmission {
  const priorities = classesInTime('PriorityClass', objects, events);
  const runtimes = classesInTime('RuntimeClass', objects, events);
  const admitted = new Map<PodTemplate, Map<string, PodTemplate>>();
  const reported = new Set<string>();
  return {
    admit(template, place, at) {
      const find: Finding = (severity, code, field, message) => {
        const path = [...place, 'spec', ...(typeof field === 'string' ? [field] : field)];
        const key = JSON.stringify([path, message]);
        if (reported.has(key)) return;
        reported.add(key);
        report[severity](code, path, message);
      };
      const { spec, metadata } = template;
      refuseInvalidPod(spec, find);
      refuseLabelKeys(spec, metadata?.labels ?? {}, find);
      const result = admitRuntimeClass(admitPriority(spec, priorities, at, find), runtimes, at, find);
      if (result === spec) return template;
      const known = admitted.get(template) ?? new Map<string, PodTemplate>();
      admitted.set(template, known);
      const key = JSON.stringify(result);
      const same = known.get(key) ?? { ...template, spec: result };
      known.set(key, same);
      return same;
    },
  };
}
