/** The JSON Schema beside the fixtures, which editors read, is the one that the program prints. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { scenarioJsonSchema } from '../../../src/core/scenario/schema/scenario-file.ts';

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures');

test('fixtures/scenario.schema.json is up to date (kubectl keg validate --print-schema)', (t) => {
  t.is(
    readFileSync(join(fixtures, 'scenario.schema.json'), 'utf8'),
    `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`,
  );
});

test('the schema has the top-level keys of a scenario', (t) => {
  const { properties } = scenarioJsonSchema() as { properties: Record<string, unknown> };
  for (const key of ['apiVersion', 'kind', 'metadata', 'cluster', 'templates', 'events'])
    t.true(key in properties, key);
});

for (const file of readdirSync(fixtures).filter((name) => name.endsWith('.yaml'))) {
  test(`fixtures/${file} has neither errors nor warnings`, (t) => {
    const { scenario, problems } = loadScenario(readFileSync(join(fixtures, file), 'utf8'), file);
    t.deepEqual(problems.map(formatProblem), []);
    t.truthy(scenario);
  });
}
