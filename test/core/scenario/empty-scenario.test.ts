/** The empty scenario has the defaults of a file without content. */
import test from 'ava';
import { emptyScenario } from '../../../src/core/scenario/empty-scenario.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';

test('the empty scenario equals a file with apiVersion and kind only', (t) => {
  const { scenario } = loadScenario('apiVersion: keg.dev/v1alpha1\nkind: Scenario\n', 'day.yaml');
  t.deepEqual(emptyScenario('day', 'day.yaml'), scenario);
});
