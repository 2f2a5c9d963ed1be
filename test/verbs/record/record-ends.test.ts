/** A recording ends, is resumed and keeps its names under one salt. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { measure } from '../../../src/core/measure/measurement.ts';
import { occupancyAt } from '../../../src/core/measure/requests-at-times.ts';
import { createRedaction } from '../../../src/core/recording/redaction/redaction.ts';
import { recordCluster } from '../../../src/verbs/record/record-cluster.ts';
import { readBack } from './read-back.ts';
import { gapsOf, inShort, nodeOf, podOf, trial } from './recorder-trial.ts';

test('by default names are pseudonyms, and the salt is removed at the end', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.put('nodes', nodeOf('secret-node'));
  cluster.put('pods', podOf('p', { name: 'secret-pod', node: 'secret-node' }));
  const going = await begin({ names: 'pseudonymised' });
  t.true(existsSync(`${file}.salt`));
  await going.end();
  t.false(existsSync(`${file}.salt`));
  const text = readFileSync(file, 'utf8').replaceAll(/"uid":"[^"]*"/g, '');
  t.false(/secret-(?:node|pod)|hidden/.test(text));
  t.true(/"node":"node-[0-9a-f]{10}"/.test(text));
});

for (const wasClosed of [true, false]) {
  test(`a resumed recording that was ${wasClosed ? 'closed' : 'cut short'} has its pause and changes, once`, async (t) => {
    const { cluster, file, begin } = await trial(t, 'day.keg.jsonl.gz');
    cluster.put('nodes', nodeOf('a'));
    for (const uid of ['stays', 'goes', 'grows', 'binds'])
      cluster.put('pods', podOf(uid, uid === 'binds' ? {} : { node: 'a', phase: 'Running' }));
    const salted = { names: { salt: 'pepper' } } as const;
    const first = await begin(salted);
    await first.end();
    const before = (await readBack(file)).observations;
    if (!wasClosed) writeFileSync(file, readFileSync(file).subarray(0, -7));
    cluster.remove('pods', 'goes');
    cluster.put('pods', podOf('grows', { node: 'a', phase: 'Running', cpu: '2' }));
    cluster.put('pods', podOf('binds', { node: 'a', phase: 'Running' }));
    cluster.put('pods', podOf('comes', { node: 'a' }));
    const second = await begin({ ...salted, resume: true });
    await second.end();
    const { header, observations } = await readBack(file);
    t.deepEqual(observations.slice(0, before.length - 1), before.slice(0, -1));
    const after = observations.slice(before.length - 1);
    t.like(after[0], { kind: 'gap', from: before.at(wasClosed ? -1 : -2)!.at, lost: 'events' });
    const { uid } = createRedaction(salted);
    t.deepEqual(
      inShort(after).toSorted(),
      [
        'close',
        'gap',
        `node-changed ${uid('uid-a')}`,
        `pod-bound ${uid('binds')}`,
        `pod-bound ${uid('comes')}`,
        `pod-created ${uid('comes')}`,
        `pod-deleted ${uid('goes')}`,
        `pod-resized ${uid('grows')}`,
        `pod-started ${uid('binds')}`,
      ].toSorted(),
    );
    t.is(measure(header, observations).ignored.total, 0);
    t.is(occupancyAt(observations, [observations.at(-1)!.at + 1])[0]?.requested.cpu, 5000);
  });
}

test('a recording is not resumed under another salt, and no file is replaced', async (t) => {
  const { file, begin } = await trial(t);
  await (await begin({ names: { salt: 'one' } })).end();
  const text = readFileSync(file);
  await t.throwsAsync(begin({ names: { salt: 'other' }, resume: true }), {
    instanceOf: UserError,
    message: /was redacted differently/,
  });
  await t.throwsAsync(begin({}), { instanceOf: UserError, message: /already exists/ });
  await t.throwsAsync(begin({ names: 'pseudonymised', resume: true }), {
    instanceOf: UserError,
    message: /salt .* is gone/,
  });
  t.deepEqual(readFileSync(file), text);
});

for (const [when, end] of [
  ['after its duration', { duration: 400_000 }],
  ['at its time', { until: Date.now() + 500 }],
] as const) {
  test(`a recording ends by itself ${when}`, async (t) => {
    const { file, request } = await trial(t);
    const { failure } = await recordCluster({ ...request, ...end });
    t.is(failure, undefined);
    t.true((await readBack(file)).end.isClosed);
  });
}

test('a cluster that may not be read is an error before a file is created', async (t) => {
  const { cluster, file, begin } = await trial(t);
  cluster.forbid('pods');
  const error = await t.throwsAsync(begin(), { instanceOf: UserError, message: /pods is not for you/ });
  t.is(error.exitCode, 3);
  t.false(existsSync(file));
});

test('a wall clock that is set causes a gap, and times never decrease', async (t) => {
  const { file, begin } = await trial(t);
  let offset = 0;
  const going = await begin({ wall: () => Date.now() + offset });
  offset = -90_000;
  await going.until(({ gaps }) => gaps > 0);
  await going.end();
  const { observations } = await readBack(file);
  const [gap] = gapsOf(observations);
  t.regex(gap!.reason, /^clock step: the wall clock went 1m30(?:\.\d)?s back$/);
  t.is(gap!.scope, undefined);
  t.true(observations.every(({ at }, index) => index === 0 || at >= observations[index - 1]!.at));
});
