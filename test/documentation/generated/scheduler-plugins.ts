/** The table of kube-scheduler's plugins: where each acts, its weight, the releases that have it by default, and whether it is modelled. */
import type { PluginDefinition } from '../../../src/core/scheduler/framework/plugin-definition.ts';
import {
  behaviourOf,
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSIONS,
} from '../../../src/core/scheduler/kubernetes-version.ts';
import { SCHEDULER_PLUGINS } from '../../../src/core/scheduler/plugins/index.ts';
import { type GeneratedPart, markdownTable } from './generated-part.ts';

export const PLUGIN_TABLE: GeneratedPart = {
  page: 'docs/reference/scheduler-plugins.md',
  name: 'scheduler plugins',
  text: () =>
    markdownTable(['plugin', 'points', 'weight', 'default', 'modelled'], SCHEDULER_PLUGINS.map(pluginRow)),
};

function pluginRow(plugin: PluginDefinition): readonly string[] {
  const { name, points, groupPoints = [], defaultWeight, isDefault, factory } = plugin;
  const on = KUBERNETES_VERSIONS.filter((version) => isDefault(behaviourOf(version)));
  const weight = points.includes('score') ? defaultWeight(behaviourOf(DEFAULT_KUBERNETES_VERSION)) : '';
  return [name, [...points, ...groupPoints].join(', '), `${weight}`, releases(on), factory ? 'yes' : 'no'];
}

function releases(on: readonly string[]): string {
  if (on.length === 0) return 'never';
  if (on.length === KUBERNETES_VERSIONS.length) return 'always';
  return on[0] === KUBERNETES_VERSIONS[0] ? `up to ${on.at(-1)}` : `from ${on[0]}`;
}
