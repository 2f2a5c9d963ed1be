/** A live target without a cluster: it binds and starts pods as soon as they are created, and notes every call. */

import type { Observer } from '../../../src/core/recording/observer.ts';
import type { TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import type { WallClock } from '../../../src/kubernetes/wall-clock.ts';
import type { LiveClock, LiveRun } from '../../../src/targets/live/live-run.ts';
import { liveTargetRun } from '../../../src/targets/live/live-target-run.ts';
import { createPausableClock, type PausableClock } from '../../../src/targets/live/pace/pausable-clock.ts';
import type { OpenTarget } from '../../../src/targets/target.ts';

export interface Imagined {
  readonly target: OpenTarget;
  /** The calls, in order. */
  readonly diary: string[];
  /** Wall time of each event that was carried out. */
  readonly sent: number[];
}

export interface ImaginedFaults {
  readonly prepare?: Error;
  readonly work?: (event: TimelineEvent) => Error | undefined;
  /** How long the cluster takes to answer. */
  readonly answer?: (event: TimelineEvent) => Promise<void>;
  readonly remove?: Error;
  /** All work is on one object of this name. Default: each event has an object of its own. */
  readonly key?: string;
  readonly probe?: boolean;
  /** Called at the start of each step. */
  readonly at?: (step: string) => void;
}

export function imaginedCluster(clock: WallClock, faults: ImaginedFaults = {}): Imagined {
  const diary: string[] = [];
  const sent: number[] = [];
  const note = (step: string): void => {
    diary.push(step);
    faults.at?.(step);
  };
  let observer: Observer | undefined;
  let live: LiveClock | undefined;
  let last = 0;
  const run: LiveRun = {
    id: 'abc123',
    kubernetes: 'v1.36.3',
    configuration: undefined,
    schedulerPauses: [],
    foreignNodes: [],
    explained: undefined,
    survey: {
      place: 'on "test", as run abc123',
      removal: 'kubectl keg cluster reset --run abc123',
      problems: [
        { code: 'played-otherwise', severity: 'note', message: 'a note' },
        { code: 'changed-for-target', severity: 'note', message: 'a change' },
      ],
      objects: [],
    },
    async prepare() {
      note('prepare');
      if (faults.prepare) throw faults.prepare;
    },
    ownCalls: { phases: true, ends: true },
    async probe() {
      note('probe');
      return { calls: { slow: 1_000, mean: 1_200, quick: 1_500 }, bindings: 50, waited: 1_500_000 };
    },
    async observe(given) {
      note('observe');
      observer = given;
      observer.observe({
        at: 0,
        kind: 'node-added',
        uid: 'n',
        name: 'n',
        allocatable: { cpu: '4', pods: '110' },
      });
    },
    start(given) {
      note('start');
      live = given;
    },
    isPrepared: ({ action }) => action.kind === 'add-node',
    work: (event) => ({
      key: faults.key ?? String(event.sequence),
      async carryOut() {
        sent.push(clock.now());
        const error = faults.work?.(event);
        if (error) throw error;
        await faults.answer?.(event);
        if (event.action.kind !== 'create-pod' || !observer || !live) return;
        const at = live.scenarioTimeAt(clock.now());
        last = clock.now();
        const { namespace, name, template } = event.action.pod;
        const hash = observer.templateHash(template, at);
        observer.observe({ at, kind: 'pod-created', uid: name, namespace, name, template: hash });
        observer.observe({ at, kind: 'pod-bound', uid: name, node: 'n' });
        observer.observe({ at, kind: 'pod-started', uid: name });
      },
    }),
    state: () => ({ pending: 0, running: sent.length, lastChange: last, expectedUntil: 0, awaited: 0 }),
    async takeOver() {
      note('takeOver');
    },
    async endObserving() {
      note('endObserving');
    },
    async remove() {
      note('remove');
      if (faults.remove) throw faults.remove;
    },
    async close() {
      note('close');
    },
  };
  const target: OpenTarget = {
    name: 'kwok',
    survey: async (play, speed) =>
      liveTargetRun(play, run, {
        speed,
        probe: faults.probe ?? true,
        clock: 'isPaused' in clock ? (clock as PausableClock) : createPausableClock(clock),
      }),
  };
  return { target, diary, sent };
}
