/** A removal goes on through faults of the API server, and ends with a clear error. */
import test from 'ava';
import { ApiError } from '../../../../src/kubernetes/api-error.ts';
import { type RemovalOptions, removeRun } from '../../../../src/targets/live/remove/remove-run.ts';
import { fakeObjects } from '../../../kubernetes/fake-objects.ts';
import { json, status } from '../../../kubernetes/scripted-server.ts';
import fc from '../../../seeded-properties.ts';
import {
  addRun,
  DEPLOYMENTS,
  JOBS,
  NAMESPACES,
  NODES,
  POD_KIND,
  PRIORITY_CLASSES,
  R1,
  REPLICA_SETS,
  STAGES,
  transport,
} from './objects-of-runs.ts';

const NAMESPACED = new Set([POD_KIND, DEPLOYMENTS, REPLICA_SETS, JOBS]);

test('an API server that restarts is awaited, also while it refuses all users', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  fake.intercept = (response, _request, number) => {
    if (number < 4 || number > 34) return false;
    // Away for much longer than it then refuses.
    if (number < 30 && number % 2 === 0) response.destroy();
    else if (number < 30) json(response, 503, status(503, 'ServiceUnavailable', 'starting'));
    else json(response, 403, status(403, 'Forbidden', 'not yet'));
    return true;
  };
  await removeRun(await transport(t, fake), 'r1');
  t.deepEqual(fake.left(), []);
});

test('an API server that stays away ends the removal when patience is over', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  const calls = await transport(t, fake);
  fake.intercept = (response) => {
    json(response, 503, status(503, 'ServiceUnavailable', 'for good'));
    return true;
  };
  await t.throwsAsync(removeRun(calls, 'r1', { patience: 50_000 }), { message: /for good/ });
});

test('a refusal ends the removal at once, one in the middle after a moment', async (t) => {
  const fake = await fakeObjects(t);
  addRun(fake, 'r1');
  let refused = 0;
  const refuse = (method: string): void => {
    fake.intercept = (response, request) => {
      if (request.method !== method) return false;
      refused += 1;
      json(response, 403, status(403, 'Forbidden', 'not for you'));
      return true;
    };
  };
  const calls = await transport(t, fake);
  const refusal = { instanceOf: ApiError, message: /does not allow this: not for you/ };
  refuse('GET');
  await t.throwsAsync(removeRun(calls, 'r1'), refusal);
  t.is(refused, 1);
  refuse('DELETE');
  refused = 0;
  await t.throwsAsync(removeRun(calls, 'r1'), refusal);
  // 3 s, in waits that double.
  t.is(refused, 7);
});

test('an id that could select other objects is refused before anything is sent', async (t) => {
  const fake = await fakeObjects(t);
  const calls = await transport(t, fake);
  for (const run of ['', 'a,b', '!x', 'a=b', ' ', '-a', 'x'.repeat(64)])
    await t.throwsAsync(removeRun(calls, run), { message: /is not the id of a run/ });
  t.is(fake.server.requests.length, 0);
});

test('a removal that is ended early has reported its progress', async (t) => {
  const fake = await fakeObjects(t);
  for (let index = 0; index < 100; index += 1)
    fake.add(POD_KIND, `p-${index}`, { labels: R1, namespace: 'n' });
  const stop = new AbortController();
  let removed = 0;
  const options: RemovalOptions = {
    signal: stop.signal,
    onProgress({ pods }) {
      removed = pods;
      if (pods === 20) stop.abort(new Error('enough'));
    },
  };
  await t.throwsAsync(removeRun(await transport(t, fake), 'r1', options), { message: 'enough' });
  t.true(removed >= 20 && removed < 100);
  t.true(fake.left().length >= 100 - removed - 32 && fake.left().length > 0);
});

test('through any faults, only objects without the label of the run are left', async (t) => {
  const object = fc.record({
    collection: fc.constantFrom(...NAMESPACED, NODES, NAMESPACES, STAGES, PRIORITY_CLASSES),
    run: fc.constantFrom('r1', 'r2', undefined),
    finalizer: fc.boolean(),
    leaving: fc.boolean(),
  });
  const faults = fc.array(fc.constantFrom('none', 'cut', '429', '503', 'twice'), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 40 }), faults, async (objects, order) => {
      const fake = await fakeObjects(t);
      for (const [index, { collection, run, finalizer, leaving }] of objects.entries()) {
        fake.add(collection, `o-${index}`, {
          ...(run === undefined ? {} : { labels: { 'keg.dev/run': run } }),
          ...(NAMESPACED.has(collection) ? { namespace: `n-${index % 3}` } : {}),
          ...(finalizer && collection === POD_KIND ? { finalizers: ['kwok.x-k8s.io/fake'] } : {}),
          ...(leaving && collection === POD_KIND
            ? { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 30 }
            : {}),
        });
      }
      const expected = objects.flatMap(({ collection, run }, index) =>
        run === 'r1' ? [] : [`${collection} o-${index}`],
      );
      fake.intercept = (response, _request, number) => {
        const fault = order[number - 1] ?? 'none';
        if (fault === 'cut') response.destroy();
        else if (fault === '429')
          json(response, 429, status(429, 'TooManyRequests', ''), { 'retry-after': '1' });
        else if (fault === '503') json(response, 503, status(503, 'ServiceUnavailable', ''));
        return /cut|429|503/.test(fault);
      };
      const calls = await transport(t, fake);
      // Two at a time, as when a reset meets the end of a replay.
      await Promise.all([removeRun(calls, 'r1'), removeRun(calls, 'r1')]);
      t.deepEqual(fake.left(), expected);
      await calls.close();
      await fake.server.close();
    }),
    { numRuns: 60 },
  );
});
