/** Applies the scheduler events of a play to a scheduler that can be changed, and measures how long it scheduled nothing. */
import { UserError } from '../../../core/errors/user-error.ts';
import type { Microseconds } from '../../../core/time/microseconds.ts';
import type { Play, SchedulerPause } from '../../target.ts';
import type { LiveClock } from '../live-run.ts';
import type { ControlPlace, SchedulerControl, WantedChange } from '../scheduler-control.ts';

export interface SchedulerChanges {
  /** Applies the configuration of the scenario and the changes of its first moment. @throws {UserError} (the cluster) where one is not in force. */
  prepare(): Promise<void>;
  /** Changes that `prepare` applied. */
  readonly prepared: readonly WantedChange[];
  /** In force before them. */
  readonly configuration: unknown;
  /** Records a refusal where the change is not in force. @returns whether it is. */
  change(change: WantedChange, at: Microseconds): Promise<boolean>;
  readonly pauses: readonly SchedulerPause[];
}

export function createSchedulerChanges(
  play: Pick<Play, 'timeline' | 'scheduler'>,
  control: SchedulerControl,
  place: ControlPlace,
  clock: () => LiveClock | undefined,
): SchedulerChanges {
  const { configuration: wanted } = play.scheduler;
  const prepared = play.timeline.flatMap(({ at, action }) =>
    at === 0 && action.kind === 'change-scheduler' ? [action.change] : [],
  );
  const pauses: SchedulerPause[] = [];
  let configuration: unknown;
  return {
    prepared,
    pauses,
    get configuration() {
      return configuration;
    },
    async prepare() {
      configuration = wanted ?? (await control.configuration());
      const changes = [...(wanted === undefined ? [] : [{ configuration: wanted }]), ...prepared];
      if (changes.length > 0) await control.change(changes, place);
    },
    async change(change, at) {
      try {
        const wall = await control.change([change], place);
        if (wall > 0) pauses.push({ at, wall });
        return true;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        clock()?.refuse(`scheduler: ${error.message}`);
        return false;
      }
    },
  };
}
