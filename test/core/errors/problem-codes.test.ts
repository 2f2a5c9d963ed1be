/** Problem codes are words that a script can rely on, each with a meaning and a use. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { PROBLEM_CODES } from '../../../src/core/errors/problem-codes.ts';

test('codes are in kebab case, and meanings are one sentence without a full stop', (t) => {
  for (const [code, meaning] of Object.entries(PROBLEM_CODES)) {
    t.regex(code, /^[a-z]+(-[a-z]+)*$/);
    t.regex(meaning, /^[A-Z][^.\n]*[^.\n]$/);
  }
});

test('every code is used by the source', (t) => {
  const source = join(import.meta.dirname, '../../../src');
  const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('problem-codes.ts'))
    .map((path) => readFileSync(join(source, path), 'utf8'));
  const unused = Object.keys(PROBLEM_CODES).filter(
    (code) => !texts.some((text) => text.includes(`'${code}'`)),
  );
  t.deepEqual(unused, []);
});
