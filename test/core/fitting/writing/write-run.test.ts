/** A mix of runs is written without what its members share, and without defaults. */
import test from 'ava';
import type { GroupFit } from '../../../../src/core/fitting/pods/fit-group.ts';
import type { EndsFrom } from '../../../../src/core/fitting/runs/ends-by-age.ts';
import { writePhases, writeRun } from '../../../../src/core/fitting/writing/write-run.ts';
import { template } from '../pods/made-history.ts';

const ends = (counts: Readonly<Record<string, number>>): readonly EndsFrom[] =>
  [{ from: 0, counts: new Map(Object.entries(counts)) }] as readonly EndsFrom[];

/** A group whose runs are these strata. */
function fitWith(strata: readonly object[], fits: readonly object[] = []): GroupFit {
  return {
    group: { template: template('1'), requests: [] },
    fits,
    runs: { strata, present: [], kept: undefined },
  } as unknown as GroupFit;
}

const stratum = (pods: number, of: readonly EndsFrom[]): object => ({
  pods,
  requests: [],
  ends: of,
  lifetime: undefined,
});

test('the end that most members have is written once, at the entry', (t) => {
  const [most, other] = [ends({ succeeded: 3, failed: 1 }), ends({ failed: 2 })];
  const written = writeRun(fitWith([stratum(5, most), stratum(2, other), stratum(4, most)]));
  t.deepEqual(written, {
    end: { succeeded: 3, failed: 1 },
    mix: [{ weight: 5 }, { weight: 2, end: 'failed' }, { weight: 4 }],
  });
});

test('a member that has no end keeps the others from sharing theirs', (t) => {
  const shared = ends({ failed: 2 });
  const written = writeRun(fitWith([stratum(5, shared), stratum(2, []), stratum(4, shared)]));
  t.deepEqual(written, { mix: [{ weight: 5, end: 'failed' }, { weight: 2 }, { weight: 4, end: 'failed' }] });
});

test('weights have six digits, and whole numbers stay whole', (t) => {
  const requests = [
    { requests: { cpu: '1' }, pods: 542.0000000000015 },
    { requests: { cpu: '2' }, pods: 31.123456789 },
  ];
  const written = writeRun(fitWith([{ ...stratum(5, []), requests }]));
  t.like(written, { requests: { options: [{ weight: 542 }, { weight: 31.1235 }] } });
});

test('a phase that takes no time is not written', (t) => {
  const phase = (quantity: string, value: number): object => ({
    quantity,
    choice: { verdict: 'fits', distribution: { family: 'constant', value }, drawn: { form: 'family' } },
  });
  const fit = fitWith([], [phase('started', 0), phase('ready', 2)]);
  t.deepEqual(writePhases(fit), { phases: { ready: { type: 'constant', value: '2s' } } });
});
