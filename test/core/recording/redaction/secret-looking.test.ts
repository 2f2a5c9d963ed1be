/** Tests of the mask for secrets in free text. */
import test from 'ava';
import { maskSecrets } from '../../../../src/core/recording/redaction/secret-looking.ts';

for (const [text, masked] of [
  ['a -----BEGIN KEY-----\nabc\ndef\n-----END KEY----- b', 'a … b'],
  ['cut -----BEGIN KEY-----\nabc', 'cut …'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2lnbg ok', 'token … ok'],
  ['key AKIAABCDEFGHIJKLMNOP used', 'key … used'],
  ['ghp_0123456789abcdef and xoxb-0123456789', '… and …'],
  ['https://user:pass@host/path', 'https://…host/path'],
  ['password: hunter2, next', 'password: …, next'],
  ['api_key="abc" next', 'api_key="…" next'],
  ['Authorization Bearer abc', 'Authorization … …'],
  ['hash 0123456789abcdef0123456789abcdef01 end', 'hash … end'],
  ['aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgMTIzNA== end', '… end'],
] as const) {
  test(`a secret is masked in: ${text.slice(0, 40).replaceAll('\n', ' ')}`, (t) => {
    t.is(maskSecrets(text), masked);
  });
}

for (const text of [
  '0/5 nodes are available: 3 Insufficient cpu.',
  'registry.example/a-team/very-long-image-name-without-digits:latest',
  'abcdefghijklmnopqrstuvwxyzabcdefghijkl',
  '01234567890123456789012345678901234567',
  'passwordless login',
  'short',
]) {
  test(`nothing is masked in: ${text}`, (t) => {
    t.is(maskSecrets(text), text);
  });
}
