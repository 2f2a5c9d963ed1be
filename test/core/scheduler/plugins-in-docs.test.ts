/** The table of plugins in the docs is the list of plugins in the code. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import type { PluginDefinition } from '../../../src/core/scheduler/framework/plugin-definition.ts';
import { behaviourOf, KUBERNETES_VERSIONS } from '../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../src/core/scheduler/plugins/index.ts';

const PAGE = new URL('../../../docs/reference/scheduler-plugins.md', import.meta.url);

function tableRow({ name, points, defaultWeight, isDefault, factory }: PluginDefinition): string {
  const on = KUBERNETES_VERSIONS.filter((version) => isDefault(behaviourOf(version)));
  const since =
    on.length === KUBERNETES_VERSIONS.length ? 'always' : on.length === 0 ? 'never' : `from ${on[0]}`;
  const weight = points.includes('score') ? defaultWeight : '';
  return `| ${name} | ${points.join(', ')} | ${weight} | ${since} | ${factory ? 'yes' : 'no'} |`;
}

test('the docs list every plugin with its points, weight, releases and whether keg models it', (t) => {
  const table = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  t.deepEqual(
    table,
    SCHEDULER_PLUGINS.map(tableRow),
    'write this table into docs/reference/scheduler-plugins.md',
  );
});
