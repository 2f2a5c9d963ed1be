/** The agenda does everything at its time, in any order of insertion. */
import test from 'ava';
import { createAgenda } from '../../../../src/targets/live/pace/agenda.ts';
import fc from '../../../seeded-properties.ts';
import { fakeClock } from '../../../verbs/replay/fake-clock.ts';

test('everything is done at its due time, in order, although timers fire early', async (t) => {
  const plan = fc.array(
    fc.record({ due: fc.integer({ min: 0, max: 5_000 }), later: fc.integer({ min: 0, max: 5_000 }) }),
  );
  await fc.assert(
    fc.asyncProperty(plan, async (entries) => {
      const clock = fakeClock(0, 700);
      const agenda = createAgenda(clock);
      const done: { readonly due: number; readonly at: number }[] = [];
      const act = (due: number) => () => done.push({ due, at: clock.now() });
      for (const { due, later } of entries)
        agenda.put(due, () => {
          act(due)();
          agenda.put(due + later, act(due + later));
        });
      const all = new Promise<void>((resolve) => agenda.put(20_000, resolve));
      await clock.until(all);
      t.is(done.length, entries.length * 2);
      t.true(done.every(({ due, at }) => at >= due));
      t.deepEqual(
        done.map(({ due }) => due),
        done.map(({ due }) => due).sort((left, right) => left - right),
      );
      t.is(agenda.size, 0);
    }),
    { numRuns: 50 },
  );
});

test('cleared entries are not done', async (t) => {
  const clock = fakeClock();
  const agenda = createAgenda(clock);
  agenda.put(10, () => t.fail());
  agenda.clear();
  await clock.until(new Promise<void>((resolve) => agenda.put(20, resolve)));
  t.pass();
});
