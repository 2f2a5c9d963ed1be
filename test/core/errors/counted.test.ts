import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'ava';
import { counted } from '../../../src/core/errors/counted.ts';

test('one thing has the singular; none, two and thousands have the plural', (t) => {
  const texts = [0, 1, 2, 2400, 1_234_567].map((count) => counted(count, 'pod'));
  t.deepEqual(texts, ['0 pods', '1 pod', '2 pods', '2,400 pods', '1,234,567 pods']);
});

test('the plural follows the last letters of the noun', (t) => {
  t.is(counted(2, 'priority class'), '2 priority classes');
  t.is(counted(2, 'entry'), '2 entries');
  t.is(counted(2, 'day'), '2 days');
  t.is(counted(2, 'stretch'), '2 stretches');
  t.is(counted(2, 'size of requests', 'sizes of requests'), '2 sizes of requests');
});

const ROOT = join(import.meta.dirname, '../../..');
/** Nouns that messages count. A verb after a name has an -s too, so that only listed words are looked for. */
const NOUNS =
  /^(?:arrivals|attempts|bindings|bytes|calls|cells|claims|columns|containers|days|decisions|entries|errors|events|files|gaps|groups|hours|jobs|jumps|levels|letters|lines|namespaces|nodes|objects|observations|patches|pods|pools|problems|reasons|records|replicas|requests|restarts|rows|runs|scenarios|seconds|seeds|shapes|sizes|steps|stretches|templates|times|values|victims|warnings|workloads)$/;
/** Texts of kube-scheduler, word for word. */
const AS_UPSTREAM = /^(?:nodes are available|victims)/;
/** A word with an -s after what a template inserts, with at most one word between. A constant, the name and the exact amount of a resource and a decimal number are no counts. */
const INSERTED_PLURAL =
  /\$\{(?![A-Z_]+\}|resource\}|amount\}|[^{}]*toFixed)[^{}]*\} (?:(?:more|other|bound|equal) )?([a-z]+s)\b(?!\/)[^`$]*/g;

test('every number with a noun in a text is written by counted()', (t) => {
  const files = ['src', 'commands'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(INSERTED_PLURAL)]
      .filter(([text, noun = '']) => NOUNS.test(noun) && !AS_UPSTREAM.test(text.replace(/^.*?\} /, '')))
      .map(([text]) => `${relative(ROOT, file)}: ${text}`),
  );
  t.true(files.length > 500);
  t.deepEqual(found, []);
});
