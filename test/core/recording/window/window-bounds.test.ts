/** Bounds of a window as people write them. */
import test from 'ava';
import {
  readWindowTime,
  requireWindow,
  windowBounds,
} from '../../../../src/core/recording/window/window-bounds.ts';

const asked = (from?: string, to?: string) => ({
  from: readWindowTime('--from', from),
  to: readWindowTime('--to', to),
});
const START = '2026-03-01T06:00:00.000000000Z';

test('bounds are durations since the start', (t) => {
  t.deepEqual(windowBounds(asked('8h', '10h30m'), undefined), { from: 28_800e6, to: 37_800e6 });
  t.deepEqual(windowBounds(asked(undefined, '90s'), START), { from: 0, to: 90e6 });
  t.is(windowBounds(asked(), START), undefined);
});

test('wall times count from the date of the recording', (t) => {
  t.deepEqual(windowBounds(asked('2026-03-01T08:00:00+01:00', '2026-03-01T09:00:00Z'), START), {
    from: 3600e6,
    to: 10_800e6,
  });
});

test('wrong bounds are refused with what would be right', (t) => {
  const refused = (from?: string, to?: string, start: string | undefined = START) =>
    t.throws(() => windowBounds(asked(from, to), start)).message;
  t.regex(refused('soon'), /--from soon is neither a duration nor a time/);
  t.regex(refused('-1h'), /neither a duration/);
  t.regex(refused('2h', '2h'), /--to \(2h\) must be later than --from \(2h\)/);
  t.regex(refused('2026-03-01T05:00:00Z'), /1h before the start/);
  t.regex(refused('2026-03-01T05:00:00Z', undefined, '1970-01-01T00:00:00.000000000Z'), /has no date/);
  t.regex(
    t.throws(() => requireWindow({ from: 5e6, to: undefined }, 5e6, 'a.keg.jsonl')).message,
    /not before the end, 5s/,
  );
});
