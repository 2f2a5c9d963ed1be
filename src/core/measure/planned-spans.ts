/** Computes when planned pods exist on a cluster that binds each at once: what a scenario draws, without the scheduler's part. */
import type { PodTemplate } from '../objects/pod.ts';
import type { Planned, PlannedPod } from '../timeline/timeline-event.ts';
import type { PodSpan, Request } from './pod-spans.ts';
import { readableRequest } from './readable-amounts.ts';

/** Of the pods that are planned one by one. Controllers decide about the pods of workloads. */
export function plannedSpans(planned: Iterable<Planned>, kubernetes: string | undefined): PodSpan[] {
  const requests = new Map<PodTemplate, Request>();
  const requestOf = (template: PodTemplate): Request => {
    const request = requests.get(template) ?? readableRequest(template, kubernetes).amounts;
    requests.set(template, request);
    return request;
  };
  const spans: PodSpan[] = [];
  for (const { at, action } of planned) {
    if (action.kind !== 'create-pod') continue;
    const { namespace, name, group, template, age } = action.pod;
    const ended = endOf(action.pod, at);
    spans.push({
      uid: `${namespace}/${name}`,
      namespace,
      name,
      group,
      wasThere: age !== undefined,
      created: at,
      bound: at,
      ended,
      held: [{ from: at, to: ended, request: requestOf(template) }],
    });
  }
  return spans;
}

function endOf({ lifetime, startDelay, withdrawnAt }: PlannedPod, at: number): number | undefined {
  if (lifetime !== null) return at + startDelay + lifetime;
  return withdrawnAt ?? undefined;
}
