/** Leaves pods and workloads out of a timeline, with all that happens to them. */
import type { TimelineEvent } from '../timeline-event.ts';

/** By labels, and by `metadata.name`, `metadata.namespace` and `keg.dev/group`. */
export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

/** A name that is used again is judged anew. */
export function keptLoad(events: readonly TimelineEvent[], keeps: LabelTest): TimelineEvent[] {
  const gone = new Set<string>();
  return events.filter(({ action }) => {
    switch (action.kind) {
      case 'create-pod': {
        const { namespace, name, group, labels, template } = action.pod;
        const stays = keeps({ ...template.metadata?.labels, ...labels, ...named(namespace, name, group) });
        if (stays) gone.delete(namespacedName(action.pod));
        else gone.add(namespacedName(action.pod));
        return stays;
      }
      case 'delete-pod':
      case 'disrupt-pod':
      case 'update-pod':
        return !gone.has(namespacedName(action));
      case 'scale-workload': {
        const { namespace, name, cronJob, series = cronJob, template } = action.workload;
        return keeps({ ...template.metadata?.labels, ...named(namespace, name, series ?? name) });
      }
      default:
        return true;
    }
  });
}

export function namespacedName({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${namespace}/${name}`;
}

function named(namespace: string, name: string, group: string): Readonly<Record<string, string>> {
  return { 'metadata.name': name, 'metadata.namespace': namespace, 'keg.dev/group': group };
}
