/** Templates are named by their content in a file, and by a number where no file keeps them. */
import test from 'ava';
import type { TemplateObservation } from '../../../src/core/recording/observation.ts';
import { numberedTemplates, templateBook } from '../../../src/core/recording/template-hash.ts';

const template = (name: string) => ({ spec: { containers: [{ name }] } });

test('equal content has one name in a book, and two numbers where nothing is kept', (t) => {
  const [one, same, other] = [template('a'), template('a'), template('b')];
  for (const [make, names] of [
    [templateBook, 2],
    [numberedTemplates, 3],
  ] as const) {
    const seen: TemplateObservation[] = [];
    const name = make((observation) => seen.push(observation));
    const given = [one, same, other, one].map((each, at) => name(each, at));
    t.is(given[0], given[3]);
    t.is(new Set(given).size, names);
    t.is(seen.length, names);
    t.deepEqual(
      seen.map(({ hash }) => hash),
      [...new Set(given)],
    );
  }
});
