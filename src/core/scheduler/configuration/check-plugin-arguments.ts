/** Checks the type that the arguments of a plugin name (config/v1, PluginConfig.decodeNestedObjects). */
import { ConfigurationError } from './configuration-error.ts';

const API_VERSION = 'kubescheduler.config.k8s.io/v1';

/**
 * The arguments without their type. Both fields of the type may be left out.
 *
 * @throws {ConfigurationError} if the type is another than that of the plugin's arguments.
 */
export function withoutType(args: unknown, plugin: string, path: readonly PropertyKey[]): unknown {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return args;
  const { apiVersion, kind, ...rest } = args as Readonly<Record<string, unknown>>;
  const expected = `${plugin}Args`;
  if (kind !== undefined && kind !== expected)
    throw new ConfigurationError([...path, 'kind'], `args for plugin ${plugin} were not of type ${expected}`);
  if (apiVersion !== undefined && apiVersion !== API_VERSION)
    throw new ConfigurationError(
      [...path, 'apiVersion'],
      `no kind ${expected} in ${String(apiVersion)}`,
      `write ${API_VERSION}`,
    );
  return rest;
}
