/** Which arguments of PodTopologySpread are refused, in upstream's words (apis/config/validation). */
import test from 'ava';
import { UserError } from '../../../../../src/core/errors/user-error.ts';
import { spreadScheduler } from './spread-cluster.ts';

const good = { maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'ScheduleAnyway' };
const list = (...defaultConstraints: object[]) => ({ defaultingType: 'List', defaultConstraints });

for (const [args, message] of [
  [
    { defaultingType: 'Other' },
    /defaultingType: Unsupported value: "Other": supported values: "System", "List"/,
  ],
  [
    { defaultConstraints: [good] },
    /defaultingType: Invalid value: "System": when .defaultConstraints are not empty/,
  ],
  [
    list({ ...good, maxSkew: 0 }),
    /defaultConstraints\[0\].maxSkew: Invalid value: 0: not in valid range \(0, inf\)/,
  ],
  [list({ ...good, topologyKey: '' }), /topologyKey: Required value: can not be empty/],
  [list({ ...good, topologyKey: 'a b' }), /topologyKey: Invalid value: "a b"/],
  [list({ ...good, whenUnsatisfiable: '' }), /whenUnsatisfiable: Required value: can not be empty/],
  [
    list({ ...good, whenUnsatisfiable: 'Never' }),
    /whenUnsatisfiable: Unsupported value: "Never": supported values: "DoNotSchedule", "ScheduleAnyway"/,
  ],
  [list({ ...good, labelSelector: {} }), /labelSelector: Forbidden: constraint must not define a selector/],
  [list(good, good), /defaultConstraints\[1\]: Duplicate value: "{rack, ScheduleAnyway}"/],
] as const) {
  test(`refused: ${message.source}`, (t) => {
    const error = t.throws(() => spreadScheduler([], args), { instanceOf: UserError });
    t.regex(error.message, message);
  });
}

test('a list with two keys, and one key with both actions, are accepted', (t) => {
  const both = list(good, { ...good, topologyKey: 'row' }, { ...good, whenUnsatisfiable: 'DoNotSchedule' });
  t.notThrows(() => spreadScheduler([], both));
});
