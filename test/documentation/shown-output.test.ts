/** What a page shows is compared to the letter, except for words and lines of `…`, and is rewritten without what the page leaves out. */
import test from 'ava';
import { isShown, rewritten } from './shown-output.ts';

const PRINTED = 'Pods  12\nNever bound  3 pods\n\nWAITING\nall  5s\nweb  2s\n\nEND\n';

test('a block without … is the whole output, to the letter', (t) => {
  t.true(isShown(PRINTED.trimEnd(), PRINTED));
  t.false(isShown('Pods  12', PRINTED));
  t.false(isShown(PRINTED.replace('12', '13'), PRINTED));
});

test('a line of … stands for any number of lines', (t) => {
  t.true(isShown('…\nWAITING\nall  5s\n…', PRINTED));
  t.true(isShown('Pods  12\n…\nEND', PRINTED));
  t.false(isShown('…\nall  5s\n…\nWAITING\n…', PRINTED));
  t.false(isShown('…\nWAITING\nweb  2s\n…', PRINTED));
});

test('a word of … stands for a part of a line, and a … inside a word for itself', (t) => {
  t.true(isShown('run … took … s', 'run 3f9a took 2 s'));
  t.false(isShown('run … took … s', 'run 3f9a is gone'));
  t.false(isShown('alibaba…gpu  3', 'alibabacloud-gpu  3'));
  t.true(isShown('alibaba…gpu  3', 'alibaba…gpu  3'));
});

test('figures of the speed of the machine are not compared', (t) => {
  t.true(isShown('24h took 1 s here (86,400x)', '24h took 0.2 s here (432,000x)'));
  t.false(isShown('24h took 1 s here (86,400x)', '12h took 0.2 s here (432,000x)'));
});

test('a rewritten block keeps the stretches that the page shows', (t) => {
  t.is(rewritten('Pods  9', PRINTED), PRINTED.trimEnd());
  t.is(rewritten('…\nWAITING\nall  4s\nweb  1s\n…', PRINTED), '…\nWAITING\nall  5s\nweb  2s\n…');
  t.is(rewritten('Pods  9\n…\nWAITING\nweb  1s\n…', PRINTED), 'Pods  12\n…\nWAITING\nall  5s\nweb  2s\n…');
  t.is(rewritten('…\nEND', PRINTED), '…\nEND');
  t.is(rewritten('…\nwait, p95  1s\n…', 'wait, p50  2s\nwait, p95  3s\n'), '…\nwait, p95  3s\n…');
  t.is(rewritten('…\nweb  9s\n…\nEND', PRINTED), '…\nweb  2s\n…\nEND');
});
