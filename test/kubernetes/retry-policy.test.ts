/** The retry policy decides which calls are repeated, and when. */
import test from 'ava';
import { ApiError } from '../../src/kubernetes/api-error.ts';
import { ConnectionError } from '../../src/kubernetes/connection-error.ts';
import { backoff, parseRetryAfter, waitBeforeRetry } from '../../src/kubernetes/retry-policy.ts';
import fc from '../seeded-properties.ts';

const CALL = { method: 'GET', path: '/', server: 'https://a', context: 'c' };

test('waits double from 0.1 s to 5 s, and jitter removes at most half', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const whole = Math.min(5_000_000, 100_000 * 2 ** (attempt - 1));
        const wait = backoff(attempt, () => random);
        return Number.isInteger(wait) && wait >= whole / 2 && wait <= whole;
      },
    ),
  );
  t.pass();
});

test('a server that asks for an hour is not awaited', (t) => {
  const error = new ApiError(429, '', CALL, 3_600_000_000);
  t.is(
    waitBeforeRetry({ error, attempt: 1, idempotent: true }, () => 0),
    undefined,
  );
});

test('a call that never left may be sent again', (t) => {
  const wait = (code: string): number | undefined =>
    waitBeforeRetry(
      { error: new ConnectionError(code, 'https://a', ''), attempt: 1, idempotent: false },
      () => 0,
    );
  t.is(wait('ECONNREFUSED'), 50_000);
  t.is(wait('ECONNRESET'), undefined);
});

test('a wrong name, a wrong certificate and a passed deadline are not retried', (t) => {
  for (const code of ['ENOTFOUND', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEADLINE']) {
    const error = new ConnectionError(code, 'https://a', '1s');
    t.is(
      waitBeforeRetry({ error, attempt: 1, idempotent: true }, () => 0),
      undefined,
      code,
    );
  }
});

test('Retry-After is seconds or a date', (t) => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  t.is(parseRetryAfter('2', now), 2_000_000);
  t.is(parseRetryAfter('Thu, 01 Jan 2026 00:00:03 GMT', now), 3_000_000);
  t.is(parseRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now), 0);
  t.is(parseRetryAfter('soon', now), undefined);
  t.is(parseRetryAfter(undefined, now), undefined);
});
