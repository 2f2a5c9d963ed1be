/** The tables of `verify`: counts with shares, what was not compared, and each disagreement. */
import test from 'ava';
import type { Verification } from '../../../src/core/decisions/verification-figures.ts';
import { verificationLines } from '../../../src/render/verify/verification-lines.ts';

const VERIFICATION: Verification = {
  kubernetes: '1.36',
  bindings: {
    decided: 3000,
    best: 2989,
    inQueueOrder: 8,
    partialSearch: 0,
    reordered: 2,
    elsewhere: 1,
    veryNode: 2950,
    ties: 200,
  },
  refusals: { decided: 20, agreed: 19, reordered: 0, otherwise: 1, sameMessage: 18 },
  share: 2999 / 3000,
  undecided: { 'static-pod': 12, gap: 3 },
  slack: 1_000_000,
  partial: [],
  reordered: [
    {
      at: 50_000_000,
      uid: 'u3',
      namespace: 'shop',
      pod: 'db-0',
      node: 'n1',
      order: { kind: 'changes-not-seen', from: 49_988_000 },
      isRetry: false,
    },
    {
      at: 51_000_000,
      uid: 'u4',
      namespace: 'shop',
      pod: 'db-1',
      node: 'n2',
      order: { kind: 'later-bindings-first', to: 51_004_000 },
      isRetry: true,
    },
  ],
  disagreements: [
    {
      at: 61_000_000,
      uid: 'u1',
      namespace: 'shop',
      pod: 'web-0',
      real: { node: 'n1', total: 400 },
      model: { node: 'n2', total: 450 },
      best: 2,
    },
    {
      at: 62_000_000,
      uid: 'u2',
      namespace: 'shop',
      pod: 'web-1',
      message: '0/2 nodes are available',
      model: { node: 'n1' },
      best: 1,
    },
  ],
};
const LAYOUT = {
  width: 80,
  dress: { title: (text: string) => text, heads: (text: string) => text },
  shown: 10,
};

test('the counts stand with their shares, rounded', (t) => {
  const lines = verificationLines(VERIFICATION, LAYOUT);
  t.true(lines.includes('BINDINGS: 3,000 compared'));
  t.true(lines.includes("2,989  99.63%  to one of the model's best nodes"));
  t.true(lines.includes('2,950  98.33%  to the very node that the model chooses'));
  t.true(
    lines.includes('   19  95.00%  the model finds no node either') ||
      lines.includes('19  95.00%  the model finds no node either'),
  );
});

test('up to 1.34 the ties stand in place of the very node', (t) => {
  const bindings = { ...VERIFICATION.bindings, veryNode: null };
  const lines = verificationLines({ ...VERIFICATION, bindings }, LAYOUT);
  t.true(lines.some((line) => line.startsWith('  200   6.67%  with several best nodes')));
  t.false(lines.some((line) => line.includes('very node')));
});

test('what was not compared stands with its reason', (t) => {
  const lines = verificationLines(VERIFICATION, LAYOUT);
  t.true(lines.includes('12  static pods, which a kubelet starts without a scheduler'));
});

test('a disagreement states both nodes with their totals, or the message', (t) => {
  const text = verificationLines(VERIFICATION, LAYOUT).join('\n');
  t.true(text.includes('1m1s  shop/web-0\n  real: n1 400; model: n2 450 (2 equal)'));
  t.true(text.includes('1m2s  shop/web-1\n  real: 0/2 nodes are available; model: n1'));
});

test('a binding in another order stands with the order that explains it', (t) => {
  const text = verificationLines(VERIFICATION, LAYOUT).join('\n');
  t.true(text.includes('IN ANOTHER ORDER: 2 bindings\n50s  shop/db-0\n'));
  t.regex(text, /to n1: the model agrees without the changes of the last 12ms, which the\s+scheduler/);
  t.regex(text, /to n2: it was refused before, .*\s+.*the model\s+agrees if bindings up to 4ms later/);
  const one = verificationLines(VERIFICATION, { ...LAYOUT, shown: 1 }).join('\n');
  t.true(one.includes('… and 1 more (-o json'));
});

test('more disagreements than are shown are counted', (t) => {
  const text = verificationLines(VERIFICATION, { ...LAYOUT, shown: 1 }).join('\n');
  t.true(text.includes('… and 1 more disagreement'));
  t.false(text.includes('web-1'));
});

test('no line is wider than the terminal', (t) => {
  const long = {
    node: 'ip-10-0-100-200.eu-central-1.compute.internal',
    refusedBy: 'NodeResourcesFit',
    reasons: ['Insufficient cpu'],
  };
  const disagreements = [{ ...VERIFICATION.disagreements[0]!, pod: 'x'.repeat(200), real: long }];
  for (const width of [80, 100])
    for (const line of verificationLines({ ...VERIFICATION, disagreements }, { ...LAYOUT, width }))
      t.true([...line].length <= width, line);
});

test('a binding of a partial search is listed with the reason', (t) => {
  const partial = [
    {
      ...{ at: 50_000_000, uid: 'u5', namespace: 'shop', pod: 'web-1', node: 'n7' },
      ...{ feasible: 250, needed: 125, parallelism: 16, isInQueueOrder: true },
    },
  ];
  const bindings = { ...VERIFICATION.bindings, best: 2988, partialSearch: 1 };
  const text = verificationLines({ ...VERIFICATION, bindings, partial }, LAYOUT).join('\n');
  t.regex(text, /1\s+0\.03 ?%\s+to the best of nodes that a partial search can find/);
  t.regex(
    text,
    /IN A PARTIAL SEARCH: 1 binding\n50s {2}shop\/web-1\n {2}to n7: the search ends with 125 of 250 feasible nodes; 16 workers that race\s+can find 125 without/,
  );
});
