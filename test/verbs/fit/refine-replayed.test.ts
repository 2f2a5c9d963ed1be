/** Groups that miss only in the replays, such as those that wait for a full cluster, are tried once more. */
import test from 'ava';
import type { GroupFit } from '../../../src/core/fitting/pods/fit-group.ts';
import { AS_CHOSEN, type GroupForm } from '../../../src/core/fitting/pods/group-form.ts';
import type { Truth, TruthFigure } from '../../../src/core/measure/truth.ts';
import type { RefinedGroup } from '../../../src/verbs/fit/refine-groups.ts';
import { refineReplayed } from '../../../src/verbs/fit/refine-replayed.ts';

function group(name: string, arrived: number, form: GroupForm = AS_CHOSEN): RefinedGroup {
  return { fit: { group: { name }, arrived, form } as GroupFit, why: undefined };
}

/** @param ratioOf - what the replays of a group show ÷ what was recorded; that of the first group is the total. */
async function refine(groups: readonly RefinedGroup[], ratioOf: (fit: GroupFit) => number) {
  let replays = 0;
  const refined = await refineReplayed(
    groups,
    ({ group: { name }, arrived }, form) => group(name, arrived, form).fit,
    async (some) => {
      replays += 1;
      const figuresOf = ({ fit }: RefinedGroup): TruthFigure[] => {
        const ratio = ratioOf(fit);
        return [{ name: 'alive p95', ratio, isOutside: ratio < 0.9 || ratio > 1.1 } as TruthFigure];
      };
      const total = figuresOf(some[0]!);
      const truth = {
        total,
        isMissed: total.some(({ isOutside }) => isOutside),
        groups: some.map((each) => ({ name: each.fit.group.name, figures: figuresOf(each) })),
      };
      return { truth: truth as unknown as Omit<Truth, 'prediction'> };
    },
  );
  return { replays, groups: refined.groups.map(({ fit, why }) => [fit.form.placesBursts ?? false, why]) };
}

test('a group that misses in the replays has its bursts where they were', async (t) => {
  const groups = [group('queue', 100), group('other', 100), group('few', 5)];
  const { replays, groups: found } = await refine(groups, ({ group: { name }, form }) =>
    name === 'other' ? 1 : form.placesBursts ? 1.2 : 1.4,
  );
  t.is(replays, 2);
  t.deepEqual(found, [
    [true, 'alive p95 was 1.40 in the replays'],
    [false, undefined],
    [false, undefined],
  ]);
});

test('a form that does not help the replays is left, and true replays are not repeated', async (t) => {
  t.deepEqual(await refine([group('a', 100)], () => 1.4), { replays: 2, groups: [[false, undefined]] });
  t.deepEqual(await refine([group('a', 100)], () => 1), { replays: 1, groups: [[false, undefined]] });
});
