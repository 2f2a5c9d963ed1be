/** The table of a live replay shows its speed, its lag and both kinds of waiting. */
import test from 'ava';
import { measure } from '../../../src/core/measure/measurement.ts';
import type { Observation, RecordingHeader } from '../../../src/core/recording/observation.ts';
import { renderTable } from '../../../src/render/report/table.ts';
import { HEADER } from '../../core/measure/sample-day.ts';
import { DAY } from './measured-day.ts';

test('a replay without a real date prints no date', (t) => {
  const figures = measure({ ...HEADER, start: '1970-01-01T00:00:00.000000000Z' }, [
    { at: 60e6, kind: 'close' },
  ]);
  t.regex(renderTable(figures, { width: 80 }), /^Window +1m$/m);
});

test('the lag is shown if there is one', (t) => {
  const lag = { n: 12, p50: 200, p95: 1300, p99: 4000, max: 12_000 };
  const header = { ...HEADER, clock: { kind: 'monotonic' as const, resolution: '1us' } };
  const figures = measure(header, [{ at: 1e9, kind: 'close', speed: { planned: 10, achieved: 9.97, lag } }]);
  const text = renderTable(figures, { width: 80 });
  t.regex(text, /^Speed +planned 10x, achieved 9\.97x$/m);
  t.regex(text, /^Lag +p50 200µs, p95 1\.3ms, p99 4ms, max 12ms of wall time \(n 12\)$/m);
});

const ANSWERS = { n: 3612, p50: 2100, p95: 7000, p99: 15_000, max: 41_000 };

function liveReplay(speed: number, observations: readonly Observation[], at: number): string {
  const header: RecordingHeader = {
    ...HEADER,
    source: { kind: 'replay', target: 'kwok', speed },
    clock: { kind: 'monotonic', resolution: '1us' },
  };
  const lag = { n: 1204, p50: 400, p95: 1200, p99: 6000, max: 14_000 };
  const proven = {
    planned: speed,
    achieved: speed * 0.9998,
    lag,
    limitedBy: 'nothing',
    answers: ANSWERS,
  } as const;
  return renderTable(measure(header, [...observations, { at, kind: 'close', speed: proven }]), { width: 80 });
}

/** One pod that waits and then holds its node, scenario seconds. */
function onePod(wait: number, held: number): Observation[] {
  return [
    { at: 0, kind: 'node-added', uid: 'n', name: 'n', allocatable: { cpu: '4' } },
    { at: 0, kind: 'template', hash: 't', template: { spec: { containers: [{}] } } },
    { at: 0, kind: 'pod-created', uid: 'p', namespace: 'd', name: 'p', template: 't' },
    { at: wait * 1e6, kind: 'pod-bound', uid: 'p', node: 'n' },
    { at: (wait + held) * 1e6, kind: 'pod-finished', uid: 'p', phase: 'Succeeded' },
  ];
}

test('a live replay shows its speed, its lag, what limited it and the API server times', (t) => {
  const text = liveReplay(10, onePod(0, 60), 60e6);
  t.regex(text, /^Speed +planned 10x, achieved 9\.998x$/m);
  t.regex(
    text.replaceAll(/\n +/g, ' '),
    /^Lag +p50 400µs, p95 1\.2ms, p99 6ms, max 14ms of wall time \(n 1,204\); limited by nothing$/m,
  );
  t.regex(text, /^Answers +p50 2\.1ms, p95 7ms, p99 15ms, max 41ms of wall time \(n 3,612\)$/m);
});

test('a live replay shows waiting in scenario time and in wall time', (t) => {
  const text = liveReplay(10, onePod(2, 3600), 3602e6);
  t.regex(text, /^created → bound +1 +2s +2s/m);
  t.regex(text, /^ {2}in wall time +1 +200ms +200ms/m);
  t.regex(text, /^All but one row in scenario time, 10x as long as on the wall\.$/m);
  t.notRegex(text, /Distorted/);
});

test('a live replay that compression distorts prints the speed that would not', (t) => {
  const text = liveReplay(100, onePod(20, 120), 140e6).replaceAll('\n', ' ');
  t.regex(
    text,
    /Distorted: at 100x the scheduler’s own time and backoff, which do not compress, add 16\.5% to the time that pods hold their nodes; up to 7x it would be less than 1\.0%\./,
  );
});

test('a replay in virtual time has no wall time', (t) => {
  t.notRegex(renderTable(DAY, { width: 80 }), /wall|Distorted|Answers/);
});
