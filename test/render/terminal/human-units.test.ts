/** Units as a person reads them. */
import test from 'ava';
import {
  formatAmount,
  formatNumber,
  formatPercent,
  formatShare,
  formatSpan,
  formatSpeed,
} from '../../../src/render/terminal/human-units.ts';
import fc from '../../seeded-properties.ts';

const SECOND = 1_000_000;

test('durations show their two largest units', (t) => {
  const examples: [number | null, string][] = [
    [null, '–'],
    [0, '0s'],
    [250, '250µs'],
    [999.7, '1ms'],
    [12_345, '12.3ms'],
    [999_700, '1s'],
    [4.2 * SECOND, '4.2s'],
    [59.97 * SECOND, '1m'],
    [83 * SECOND, '1m23s'],
    [605 * SECOND, '10m05s'],
    [3599.6 * SECOND, '1h'],
    [3600 * SECOND + 23 * 60 * SECOND, '1h23m'],
    [47 * 3600 * SECOND, '47h'],
    [76 * 3600 * SECOND, '3d4h'],
    [-4.2 * SECOND, '-4.2s'],
  ];
  for (const [duration, text] of examples) t.is(formatSpan(duration), text);
});

test('no duration shows 60s, 60m or 1000ms', (t) => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e14, noNaN: true }), (duration) => {
      t.notRegex(formatSpan(duration), /^(1000|60s|60m)|[hm]60|NaN|undefined/);
    }),
  );
});

test('cpu is in cores, memory in binary units, all else a plain number', (t) => {
  t.is(formatAmount(179_836, 'millicores'), '179.8');
  t.is(formatAmount(250, 'millicores'), '0.25');
  t.is(formatAmount(64 * 2 ** 30, 'bytes'), '64 GiB');
  t.is(formatAmount(1.5 * 2 ** 40, 'bytes'), '1.50 TiB');
  t.is(formatAmount(1023.9 * 2 ** 20, 'bytes'), '1.00 GiB');
  t.is(formatAmount(12, 'bytes'), '12 B');
  t.is(formatAmount(27.357, 'count'), '27.4');
  t.is(formatAmount(null, 'count'), '–');
});

test('numbers have thousands separators and hide rounding noise', (t) => {
  t.is(formatNumber(1_234_567), '1,234,567');
  t.is(formatNumber(3776.0000000000005), '3,776');
  t.is(formatNumber(1234.5), '1,235');
  t.is(formatNumber(9.996), '10.0');
});

test('percentages have one decimal, speeds four digits', (t) => {
  t.is(formatPercent(0.4704), '47.0%');
  t.is(formatPercent(null), '–');
  t.is(formatSpeed(10), '10x');
  t.is(formatSpeed(9.9984), '9.998x');
  t.is(formatSpeed(99.97), '99.97x');
  t.is(formatSpeed(0.5), '0.5x');
  t.is(formatSpeed(9.99999), '10x');
  t.is(formatSpeed(12_000), '12,000x');
});

test('a share is rounded, but is never all or nothing by rounding', (t) => {
  const shares = [1, 0.999_999, 0.996_38, 0.000_001, 0].map((ratio) => formatShare(ratio));
  t.deepEqual(shares, ['100.00%', '99.99%', '99.64%', '0.01%', '0.00%']);
  t.is(formatShare(0.999_999, 4), '99.9999%');
});
