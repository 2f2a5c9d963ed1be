/** A live target without a cluster: pods are bound and started as soon as they are made, and everything that is asked of it is written down. */

import type { Observer } from '../../../src/core/recording/observer.ts';
import type { TimelineEvent } from '../../../src/core/timeline/timeline-event.ts';
import type { WallClock } from '../../../src/kubernetes/wall-clock.ts';
import type { LiveClock, LiveRun, LiveTarget } from '../../../src/targets/live/live-target.ts';

export interface Imagined {
  readonly target: LiveTarget;
  /** What was asked, in order. */
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
    survey: {
      context: 'test',
      server: 'https://test',
      version: 'v1.36.3',
      notes: ['a note'],
      changes: ['a change'],
      objects: [],
    },
    async prepare() {
      note('prepare');
      if (faults.prepare) throw faults.prepare;
    },
    async probe() {
      note('probe');
      return { requests: 1_000, bindings: 50 };
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
      key: String(event.sequence),
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
  return { target: { name: 'kwok', survey: async () => run }, diary, sent };
}
