/** Tests of writing: a template is written once, before its first use, and named by its content. */
import test from 'ava';
import { contentHash, hash128 } from '../../../src/core/objects/content-hash.ts';
import type { PodTemplate } from '../../../src/core/objects/pod.ts';
import type { Observation, TemplateObservation } from '../../../src/core/recording/observation.ts';
import { recordingReader } from '../../../src/core/recording/recording-reader.ts';
import { recordingWriter } from '../../../src/core/recording/recording-writer.ts';
import { canonicalJson, templateBook, templateHash } from '../../../src/core/recording/template-hash.ts';
import fc from '../../seeded-properties.ts';
import { HEADER } from './any-observation.ts';

function pod(cpu: string): PodTemplate {
  return {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'main', resources: { requests: { cpu } } }] },
  };
}

test('a template is written at its first use, and named from then on', (t) => {
  const lines: string[] = [];
  const writer = recordingWriter((line) => lines.push(line), HEADER);
  const first = pod('1');
  const hash = writer.templateHash(first, 3);
  t.is(writer.templateHash(first, 4), hash);
  t.is(writer.templateHash(pod('1'), 5), hash);
  t.not(writer.templateHash(pod('2'), 6), hash);
  writer.observe({ at: 7, kind: 'close' });
  const kinds = lines.slice(1).map((line) => [JSON.parse(line).at, JSON.parse(line).kind]);
  t.deepEqual(kinds, [
    [3, 'template'],
    [6, 'template'],
    [7, 'close'],
  ]);
});

test('the reader reads what the writer writes', (t) => {
  const lines: string[] = [];
  const writer = recordingWriter((line) => lines.push(line), HEADER);
  const template = writer.templateHash(pod('1'), 0);
  writer.observe({ at: 0, kind: 'pod-created', uid: 'a', namespace: 'default', name: 'a', template });
  const seen: Observation[] = [];
  const reader = recordingReader(
    { header: (header) => t.deepEqual(header, HEADER), observe: (o) => seen.push(o) },
    'x',
  );
  reader.read(lines.join('\n'));
  t.false(reader.end().isTorn);
  t.deepEqual(seen, [
    { at: 0, kind: 'template', hash: template, template: pod('1') },
    { at: 0, kind: 'pod-created', uid: 'a', namespace: 'default', name: 'a', template },
  ]);
});

test('the order of keys does not change the hash, the order of lists does', (t) => {
  const forward = { spec: { containers: [{ name: 'a', image: 'b' }, { name: 'c' }] } };
  const backward = { spec: { containers: [{ image: 'b', name: 'a' }, { name: 'c' }] } };
  const swapped = { spec: { containers: [{ name: 'c' }, { name: 'a', image: 'b' }] } };
  t.is(templateHash(forward), templateHash(backward));
  t.not(templateHash(forward), templateHash(swapped));
});

test('canonical JSON has the same value and does not depend on the order of keys', (t) => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      t.is(canonicalJson(value), canonicalJson(reversed));
      t.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('contents with the same hash get different names', (t) => {
  const written: TemplateObservation[] = [];
  const book = templateBook(
    (observation) => written.push(observation),
    (content) => String(content.length % 2),
  );
  const names = new Set([book(pod('1'), 0), book(pod('2'), 0)]);
  t.is(names.size, 2);
  t.deepEqual(new Set(written.map((each) => each.hash)), names);
});

test('the hash is the same on every platform', (t) => {
  t.is(contentHash(''), 'e878845197a566071582b8a1d08afe5c');
  t.is(contentHash('kubectl keg'), '9569ec3a2f113528f637e26a409d334b');
  t.is(templateHash(pod('500m')), '850b9603fe618b55716110ee42a55ff5');
});

test('changing any one character changes about half of the 128 bits', (t) => {
  let total = 0;
  let n = 0;
  for (let length = 1; length <= 40; length += 1) {
    const text = 'x'.repeat(length);
    for (let place = 0; place < length; place += 1) {
      const other = `${text.slice(0, place)}y${text.slice(place + 1)}`;
      const changed = bitsApart(hash128(text), hash128(other));
      t.true(changed > 30 && changed < 98, `${length}, ${place}: ${changed} bits`);
      total += changed;
      n += 1;
    }
  }
  t.true(Math.abs(total / n - 64) < 1);
});

test('no two of 200,000 similar texts share half of the hash', (t) => {
  const halves = new Set<string>();
  for (let index = 0; index < 200_000; index += 1) {
    const [a, , c] = hash128(`{"cpu":"${index}m"}`);
    halves.add(`${a} ${c}`);
  }
  t.is(halves.size, 200_000);
});

test('texts that differ only in trailing zero characters differ', (t) => {
  t.not(contentHash('a'), contentHash('a\0'));
  t.not(contentHash(''), contentHash('\0\0\0\0\0\0\0\0'));
});

function bitsApart(a: readonly number[], b: readonly number[]): number {
  let count = 0;
  for (const [index, word] of a.entries()) {
    for (let rest = (word ^ b[index]!) >>> 0; rest !== 0; rest >>>= 1) count += rest & 1;
  }
  return count;
}
