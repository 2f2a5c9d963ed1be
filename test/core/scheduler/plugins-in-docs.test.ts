/** The table of plugins in the docs is the list of plugins in the code. */
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import type { PluginDefinition } from '../../../src/core/scheduler/framework/plugin-definition.ts';
import {
  behaviourOf,
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
} from '../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../src/core/scheduler/plugins/index.ts';

const PAGE = new URL('../../../docs/reference/scheduler-plugins.md', import.meta.url);

function tableRow({
  name,
  points,
  groupPoints = [],
  defaultWeight,
  isDefault,
  factory,
}: PluginDefinition): string {
  const on = KUBERNETES_VERSIONS.filter((version) => isDefault(behaviourOf(version)));
  const since = releases(on);
  const weight = points.includes('score') ? defaultWeight(behaviourOf(DEFAULT_KUBERNETES_VERSION)) : '';
  return `| ${name} | ${[...points, ...groupPoints].join(', ')} | ${weight} | ${since} | ${factory ? 'yes' : 'no'} |`;
}

function releases(on: readonly string[]): string {
  if (on.length === 0) return 'never';
  if (on.length === KUBERNETES_VERSIONS.length) return 'always';
  return on[0] === KUBERNETES_VERSIONS[0] ? `up to ${on.at(-1)}` : `from ${on[0]}`;
}

/** The page with a new table in place of its own. */
function regenerated(page: string): string {
  const lines = page.split('\n');
  const first = lines.findIndex((line) => line.startsWith('| ---')) + 1;
  const rest = lines.slice(first).findIndex((line) => !line.startsWith('| '));
  const after = rest < 0 ? [] : lines.slice(first + rest);
  return [...lines.slice(0, first), ...SCHEDULER_PLUGINS.map(tableRow), ...after].join('\n');
}

test('docs/reference/scheduler-plugins.md lists every plugin (KEG_UPDATE_DOCS=1 rewrites it)', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.KEG_UPDATE_DOCS) writeFileSync(PAGE, regenerated(page));
  t.is(readFileSync(PAGE, 'utf8'), regenerated(page));
});
