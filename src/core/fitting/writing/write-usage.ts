/** Writes what the pods of a group use: the mean over their observed time, as a share of their requests where all of them request it. */

import { podRequest } from '../../objects/pod-request.ts';
import { USAGE_ANNOTATION } from '../../objects/pod-usage.ts';
import type { WorkloadGroup } from '../pods/workload-group.ts';
import type { WrittenScenario } from './written-scenario.ts';

/** Requests of cpu are millicores, usage is nanocores. */
const NANO = 1e6;

/** The key `usage` of a template, or nothing where no usage was recorded, or where the template has it as an annotation. */
export function writeUsage({ pods, template }: WorkloadGroup): WrittenScenario {
  if (template.metadata?.annotations?.[USAGE_ANNOTATION] !== undefined) return {};
  const totals = new Map<string, { area: number; time: number; requested: number; isShare: boolean }>();
  for (const { usage, template: own } of pods) {
    if (!usage) continue;
    const requests = podRequest(own.spec);
    for (const [resource, { area, time }] of usage) {
      const total = totals.get(resource) ?? { area: 0, time: 0, requested: 0, isShare: true };
      const request = (requests.get(resource) ?? 0) * (resource === 'cpu' ? NANO : 1);
      totals.set(resource, {
        area: total.area + area,
        time: total.time + time,
        requested: total.requested + request * time,
        isShare: total.isShare && request > 0,
      });
    }
  }
  const seen = [...totals].filter(([, { time }]) => time > 0);
  if (seen.length === 0) return {};
  const usage = seen.map(([resource, { area, time, requested, isShare }]) => {
    if (isShare) return [resource, `${Number(((100 * area) / requested).toFixed(3))}%`];
    const amount = Math.round(area / time);
    return [resource, resource === 'cpu' ? `${amount}n` : `${amount}`];
  });
  return { usage: Object.fromEntries(usage) };
}
