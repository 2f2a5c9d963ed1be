/** Groups that miss the recording are tried in finer forms, and then as recorded times within the budget. */
import test from 'ava';
import type { GroupFit } from '../../../src/core/fitting/pods/fit-group.ts';
import { AS_CHOSEN, type GroupForm } from '../../../src/core/fitting/pods/group-form.ts';
import { type GroupFigures, groupFigures } from '../../../src/core/measure/group-figures.ts';
import { refineGroups } from '../../../src/verbs/fit/refine-groups.ts';
import { refineTotal } from '../../../src/verbs/fit/refine-total.ts';

const GATE = { low: 0.9, high: 1.1 };

function fitOf(name: string, arrived: number, form: GroupForm = AS_CHOSEN): GroupFit {
  return { group: { name }, arrived, form } as GroupFit;
}

function figures(created: number): GroupFigures {
  return { ...groupFigures([], { from: 0, to: 1 }), created };
}

/** @param ratios - what each group draws ÷ what was recorded, by its form. */
function refine(groups: readonly GroupFit[], ratios: (name: string, form: GroupForm) => number) {
  return refineGroups(groups, {
    gate: GATE,
    recorded: new Map(groups.map(({ group, arrived }) => [group.name, figures(arrived)])),
    draw: (some) =>
      new Map(
        some.map(({ group, arrived, form }) => [group.name, [figures(arrived * ratios(group.name, form))]]),
      ),
    refit: ({ group, arrived }, form) => fitOf(group.name, arrived, form),
    recordedTimes: ({ arrived, form }) => (form.isRecorded ? arrived : 0),
  });
}

test('a group that draws the recording stays as it was chosen', (t) => {
  const [group] = refine([fitOf('a', 100)], () => 1);
  t.deepEqual(group!.fit.form, AS_CHOSEN);
  t.is(group!.why, undefined);
});

test('a group that misses takes the first form that does not, and says why', (t) => {
  const [group] = refine([fitOf('a', 100)], (_, { finer }) => (finer >= 2 ? 1 : 0.5));
  t.deepEqual(group!.fit.form, { ...AS_CHOSEN, finer: 2 });
  t.is(group!.why, 'created was 0.50');
});

test('the heaviest pods are written one by one before finer forms are tried', (t) => {
  const [group] = refine([fitOf('a', 100)], (_, { finer, keepsHeavy }) =>
    keepsHeavy || finer > 0 ? 1 : 0.5,
  );
  t.deepEqual(group!.fit.form, { ...AS_CHOSEN, keepsHeavy: true });
});

test('a median outside the gate misses, although some seeds are inside it', (t) => {
  const ratios = [1.3, 1.2, 0.9];
  const [group] = refineGroups([fitOf('a', 100)], {
    gate: GATE,
    recorded: new Map([['a', figures(100)]]),
    draw: ([fit]) => new Map([['a', ratios.map((each) => figures(fit!.form.keepsHeavy ? 100 : 100 * each))]]),
    refit: ({ group: { name }, arrived }, form) => fitOf(name, arrived, form),
    recordedTimes: () => 0,
  });
  t.is(group!.why, 'created was 1.20');
});

test('where all forms miss, the closest one is kept', (t) => {
  const [group] = refine([fitOf('a', 1000), fitOf('b', 10)], (name, { finer, isRecorded }) =>
    name === 'b' || isRecorded ? 1 : [0.5, 0.6, 0.8, 0.7][finer]!,
  );
  t.deepEqual(group!.fit.form, { ...AS_CHOSEN, finer: 2 });
});

test('recorded times go to the groups that miss most, within a fifth of all arrivals', (t) => {
  const groups = [fitOf('large', 1000), fitOf('near', 200), fitOf('far', 100), fitOf('few', 5)];
  const refined = refine(groups, (name, { isRecorded }) =>
    isRecorded || name === 'large' ? 1 : name === 'near' ? 0.7 : 0.2,
  );
  t.deepEqual(
    refined.map(({ fit }) => fit.form.isRecorded),
    [false, false, true, true],
  );
});

/** @param ratio - what a group draws ÷ what was recorded. */
function refineAll(groups: readonly GroupFit[], ratio: (fit: GroupFit) => number) {
  const sum = (of: (fit: GroupFit) => number, some = groups): number =>
    some.reduce((total, fit) => total + of(fit), 0);
  return refineTotal(
    groups.map((fit) => ({ fit, why: undefined })),
    (name) => groups.find(({ group }) => group.name === name)!.arrived,
    {
      gate: GATE,
      recorded: figures(sum(({ arrived }) => arrived)),
      draw: (some) => [figures(sum((fit) => fit.arrived * ratio(fit), some))],
      missAlone: (fit) => Math.max(0, Math.abs(Math.log(ratio(fit))) - 0.2),
      refit: ({ group: { name }, arrived }, form) => fitOf(name, arrived, form),
    },
  );
}

test('groups that miss only together are tried in finer forms, those with the most pods first', (t) => {
  const all = refineAll([fitOf('a', 100), fitOf('b', 400)], ({ form }) => (form.finer > 0 ? 1 : 0.85));
  t.deepEqual(
    all.map(({ fit, why }) => [fit.form.finer, why]),
    [
      [0, undefined],
      [2, 'created was 0.85 in total'],
    ],
  );
});

test('a total inside by less than its draws scatter has its large bursts apart', (t) => {
  const refineAt = (scatter: number) => {
    const factors = [-1, -0.5, 0, 0.5, 1].map((each) => 1.07 * (1 + scatter * each));
    return refineTotal([{ fit: fitOf('a', 100), why: undefined }], () => 1, {
      gate: GATE,
      recorded: figures(100),
      draw: ([fit]) => factors.map((factor) => figures(fit!.form.partsBursts ? 100 : 100 * factor)),
      missAlone: () => 0,
      refit: ({ group: { name }, arrived }, form) => fitOf(name, arrived, form),
    })[0]!;
  };
  t.is(refineAt(0.01).why, undefined);
  const { fit, why } = refineAt(0.2);
  t.deepEqual(fit.form, { ...AS_CHOSEN, keepsHeavy: true, partsBursts: true });
  t.is(why, 'created was 1.07 in total');
});

test('a total that draws nothing misses most', (t) => {
  const all = refineAll([fitOf('a', 100)], ({ form }) => (form.partsBursts ? 1 : 0));
  t.true(all[0]!.fit.form.partsBursts);
});

test('a form that helps the total is left where the group itself is farther from the recording', (t) => {
  const [group] = refineAll([fitOf('a', 100)], ({ form }) => (form.finer > 0 ? 1.6 : 0.7));
  t.deepEqual(group!.fit.form, AS_CHOSEN);
});
