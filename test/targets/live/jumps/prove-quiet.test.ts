/** The clock may jump only where each condition of the proof holds; each test takes one of them away. */
import test from 'ava';
import { createProof } from '../../../../src/targets/live/jumps/prove-quiet.ts';
import { schedulerCounters } from '../../../../src/targets/live/jumps/scheduler-counters.ts';
import { fakeClock } from '../../../verbs/replay/fake-clock.ts';
import { type ImaginedCounters, schedulerText } from './scheduler-text.ts';

/** A scheduler whose counters a test sets, and a fence that it sees at once unless the test says otherwise. */
function scene(counters: ImaginedCounters = {}) {
  const clock = fakeClock(1_000_000_000);
  const state = {
    counters,
    /** Counters of each scrape in turn, before those that stay. */
    next: [] as ImaginedCounters[],
    fences: 0,
    seesFence: true,
    schedulerSeesFence: true,
    writes: 1,
    versions: new Map<string, number>(),
    depth: 0,
    adds: 0,
    timers: [] as string[],
    deletedUnbound: 0,
  };
  const fence = {
    take: () => false,
    get gatedSeen() {
      return state.fences;
    },
    unboundSeen: 0,
    changedAt: 0,
    get deletedUnbound() {
      return state.deletedUnbound;
    },
    async write() {
      state.fences = 1 - state.fences;
    },
    get isSeen() {
      return state.seesFence;
    },
    async clear() {},
  };
  const prove = createProof({
    clock,
    fence,
    written: {
      transport: undefined as never,
      get writes() {
        return state.writes;
      },
      hasDeletions: false,
      get isEmpty() {
        return state.versions.size === 0;
      },
      versions: async () => state.versions,
      forget: () => state.versions.clear(),
    },
    async scheduler() {
      const now = state.next.shift() ?? state.counters;
      const gated = (now.gated ?? 0) + (state.schedulerSeesFence ? state.fences : 0);
      return schedulerCounters(schedulerText({ ...now, gated }))!;
    },
    hasControllers: true,
    changedAt: () => 0,
    controllers: async () => ({ depth: state.depth, adds: state.adds }),
    openTimers: async () => state.timers,
    backoff: { initial: 1_000_000, longest: 10_000_000 },
    wakesByItself: false,
  });
  /** What the proof says once the counters have been calm for two seconds. */
  async function verdict(): Promise<unknown> {
    await clock.until(prove());
    clock.jump(2_000_000);
    await clock.until(prove());
    clock.jump(2_000_000);
    const given = await clock.until(prove());
    return 'held' in given ? given.held : 'quiet';
  }
  return { clock, state, prove, verdict };
}

test('an idle cluster that has seen every write is quiet', async (t) => {
  t.is(await scene({ incoming: 5, bound: 5 }).verdict(), 'quiet');
});

for (const key of ['active', 'backoff', 'binding', 'calls'] as const)
  test(`a scheduler with ${key} above 0 is at work`, async (t) => {
    t.is(await scene({ [key]: 1 }).verdict(), 'scheduler');
  });

test('a pod that has left the queue and whose attempt is not counted holds the clock', async (t) => {
  const { state, prove, clock, verdict } = scene({ incoming: 5, bound: 5 });
  t.is(await verdict(), 'quiet');
  state.counters = { incoming: 6, bound: 5 };
  state.writes += 1;
  t.like(await clock.until(prove()), { held: 'scheduler' });
  state.deletedUnbound = 1;
  t.like(await clock.until(prove()), { waiting: 0 }, 'a pod that was deleted in the queue explains it');
});

test('a preemption whose victims are not deleted yet holds the clock', async (t) => {
  const { state, prove, clock, verdict } = scene({ incoming: 5, bound: 5 });
  t.is(await verdict(), 'quiet');
  state.counters = { incoming: 6, bound: 5, failed: 1, preemptions: 1 };
  state.writes += 1;
  t.like(await clock.until(prove()), { held: 'scheduler' });
  state.counters = { ...state.counters, executed: 1 };
  t.like(await clock.until(prove()), { waiting: 0 });
});

test('the clock is held until keg’s own watch has seen the fence', async (t) => {
  const { state, verdict } = scene();
  state.seesFence = false;
  t.is(await verdict(), 'fence');
});

test('the clock is held until the scheduler has seen the fence', async (t) => {
  const { state, verdict } = scene();
  state.schedulerSeesFence = false;
  t.is(await verdict(), 'fence');
});

test('the clock is held until the scheduler’s store has reached the last write of a node', async (t) => {
  const { state, verdict, clock, prove } = scene({ nodesVersion: 100 });
  t.is(await verdict(), 'quiet');
  state.writes += 1;
  state.versions.set('nodes', 101);
  t.like(await clock.until(prove()), { held: 'fence' });
});

test('counters that change between two scrapes hold the clock', async (t) => {
  const { state, verdict, clock, prove } = scene({ incoming: 5, bound: 5 });
  t.is(await verdict(), 'quiet');
  state.writes += 1;
  state.next = [state.counters, { incoming: 6, bound: 6 }, { incoming: 6, bound: 6 }];
  t.like(await clock.until(prove()), { held: 'scheduler' });
});

test('a waiting pod holds the clock until its longest backoff has passed since its last failure', async (t) => {
  const { state, verdict, clock, prove } = scene({ incoming: 5, bound: 5 });
  t.is(await verdict(), 'quiet');
  state.counters = { incoming: 9, woken: 2, bound: 6, failed: 3, unschedulable: 1 };
  state.writes += 1;
  t.like(await clock.until(prove()), { held: 'backoff' });
  clock.jump(3_900_000);
  t.like(await clock.until(prove()), { held: 'backoff' }, 'three failures may mean 4 s');
  clock.jump(200_000);
  t.like(await clock.until(prove()), { waiting: 1 });
});

test('a new pod that fails waits for its first backoff, and makes no older pod wait again', async (t) => {
  const { state, verdict, clock, prove } = scene({
    incoming: 6,
    woken: 3,
    failed: 4,
    bound: 2,
    unschedulable: 1,
  });
  t.is(await verdict(), 'backoff', 'a pod that waited before the first look may have failed often');
  clock.jump(8_000_000);
  t.is(await verdict(), 'quiet');
  const more = (...counts: readonly [incoming: number, woken: number, failed: number]): void => {
    const [incoming, woken, failed] = counts;
    state.counters = { incoming, woken, failed, bound: 2, unschedulable: 2 };
    state.writes += 1;
  };
  more(7, 3, 5);
  t.like(await clock.until(prove()), { held: 'backoff' });
  clock.jump(1_100_000);
  t.like(await clock.until(prove()), { waiting: 2 }, 'one failure means 1 s');
  more(8, 4, 6);
  t.like(await clock.until(prove()), { held: 'backoff' });
  clock.jump(9_500_000);
  t.like(
    await clock.until(prove()),
    { held: 'backoff' },
    'one of the two was woken: it may be the older one',
  );
  clock.jump(600_000);
  t.like(await clock.until(prove()), { waiting: 2 });
});

test('a controller that works, and one that worked a second ago, hold the clock', async (t) => {
  const { state, verdict, clock, prove } = scene();
  t.is(await verdict(), 'quiet');
  state.depth = 1;
  t.like(await clock.until(prove()), { held: 'controllers' });
  Object.assign(state, { depth: 0, adds: 3 });
  t.like(await clock.until(prove()), { held: 'controllers' });
  clock.jump(1_200_000);
  t.like(await clock.until(prove()), { waiting: 0 });
});

test('a timer of a controller that runs holds the clock', async (t) => {
  const { state, verdict } = scene();
  state.timers = ['Job backoff'];
  t.is(await verdict(), 'timers');
});
