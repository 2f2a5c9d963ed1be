/** Finds out what a target must know of the drains and failures of nodes besides its timeline. */
import { UserError } from '../../core/errors/user-error.ts';
import type { DrawnFailures } from '../../core/scenario/drawn-failures.ts';
import type { Scenario } from '../../core/scenario/scenario.ts';
import { nodeStays } from '../../core/timeline/disturbances/node-stays.ts';
import { concerns } from '../../core/timeline/disturbances/with-failures.ts';
import type { TimelineEvent } from '../../core/timeline/timeline-event.ts';
import type { Play } from '../../targets/target.ts';

/** @throws {UserError} (usage) for `--failures` that concern no node. */
export function disturbances(
  { failures, drains, autoscaler }: Scenario,
  timeline: readonly TimelineEvent[],
  ofFlag: readonly DrawnFailures[] | undefined,
): Pick<Play, 'failures' | 'replacesPods'> {
  if (!failures && !drains) return {};
  if (ofFlag && !autoscaler) refuseIdleFailures(ofFlag, timeline);
  return { replacesPods: true, ...(failures && { failures }) };
}

function refuseIdleFailures(failures: readonly DrawnFailures[], timeline: readonly TimelineEvent[]): void {
  const stays = nodeStays(timeline);
  // An entry with several names must not hide one that is wrong.
  const idle = failures
    .flatMap((entry) => entry.nodes?.map((name) => ({ ...entry, nodes: [name] })) ?? entry)
    .find(
      (entry) =>
        !stays.some(
          (stay) =>
            concerns(entry, stay) && (entry.per === undefined || stay.labels[entry.per] !== undefined),
        ),
    );
  if (!idle) return;
  const { nodes = [], labels, per } = idle;
  const asked = [
    ...nodes,
    ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    ...(per === undefined ? [] : [`the label ${per}`]),
  ];
  const names = [...new Set(stays.map(({ pool, name }) => pool ?? name))].slice(0, 3);
  throw new UserError(`--failures: no node has ${asked.join(', ')}`, {
    next:
      names.length === 0
        ? 'there are no nodes that could fail'
        : `name a node or a pool, such as ${names.join(', ')}`,
  });
}
