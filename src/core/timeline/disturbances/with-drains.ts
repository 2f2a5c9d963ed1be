/** Drains nodes of a timeline at the times that the command line names. */
import { UserError } from '../../errors/user-error.ts';
import type { PlannedDrain } from '../../scenario/drawn-failures.ts';
import { shownDuration } from '../../time/duration.ts';
import type { Planned, TimelineEvent } from '../timeline-event.ts';
import { type NodeStay, nodeStays } from './node-stays.ts';

/** @throws {UserError} (usage) for a name that no node or pool has at its time, and for a time after the end. */
export function withDrains(
  timeline: readonly TimelineEvent[],
  drains: readonly PlannedDrain[],
  duration: number | undefined,
): Planned[] {
  const stays = nodeStays(timeline);
  const planned = drains.flatMap((drain): Planned[] => {
    if (duration !== undefined && drain.at > duration) throw tooLate(drain, duration);
    const present = stays.filter(({ from, to }) => from <= drain.at && drain.at < to);
    const named = present.filter(({ name }) => name === drain.name);
    const drained = named.length > 0 ? named : present.filter(({ pool }) => pool === drain.name);
    if (drained.length === 0 && !drain.isOptional) throw unknownNode(drain, present);
    return drained.map(({ name }) => ({ at: drain.at, action: { kind: 'drain-node', name } }));
  });
  return [...timeline, ...planned];
}

function tooLate({ asked }: PlannedDrain, duration: number): UserError {
  const end = shownDuration(duration);
  return new UserError(`--drain ${asked} is after the end of what is played, which takes ${end}`, {
    next: 'write an earlier time, or a longer --duration; in a window a later --to',
  });
}

function unknownNode({ name, at }: PlannedDrain, present: readonly NodeStay[]): UserError {
  const some = present.slice(0, 3).map((stay) => stay.name);
  return new UserError(`--drain ${name}: no node or pool is called so at ${shownDuration(at)}`, {
    next:
      some.length === 0
        ? 'name a time at which there are nodes'
        : `name a node or a pool that is there, such as ${some.join(', ')}`,
  });
}
