/** Checks that an object is a KubeSchedulerConfiguration of a version that the modelled releases read, and says what it is instead. */
import { ConfigurationError } from './configuration-error.ts';

const KIND = 'KubeSchedulerConfiguration';
const GROUP = 'kubescheduler.config.k8s.io';
const API_VERSION = `${GROUP}/v1`;
const HEAD = `apiVersion: ${API_VERSION} and kind: ${KIND}`;

/**
 * Both fields may be left out together.
 *
 * @throws {ConfigurationError} for another kind, an older version, or one of the fields alone.
 */
export function checkKind(given: Readonly<Record<string, unknown>>): void {
  const { apiVersion, kind } = given;
  if (apiVersion === undefined && kind === undefined) return;
  if (kind !== KIND && kind !== undefined) refuseKind(given);
  if (kind === undefined) throw new ConfigurationError(['kind'], 'is missing', `write ${HEAD}`);
  if (apiVersion === undefined) throw new ConfigurationError(['apiVersion'], 'is missing', `write ${HEAD}`);
  if (apiVersion === API_VERSION) return;
  const group = String(apiVersion).split('/')[0] ?? '';
  throw new ConfigurationError(
    ['apiVersion'],
    group === GROUP || group === 'componentconfig'
      ? `no release from 1.30 on reads ${String(apiVersion)}`
      : `${String(apiVersion)} has no kind ${KIND}`,
    `rewrite it as ${API_VERSION}: profiles with plugins and pluginConfig`,
  );
}

function refuseKind({ apiVersion, kind, data }: Readonly<Record<string, unknown>>): never {
  if (kind === 'ConfigMap') {
    const [name] = Object.keys(typeof data === 'object' && data !== null ? data : {});
    throw new ConfigurationError(
      ['kind'],
      `this is a ConfigMap around a configuration, not a ${KIND}`,
      name ? `give the text under data["${name}"] alone` : 'give the text of one of its data entries alone',
    );
  }
  if (kind === 'Policy')
    throw new ConfigurationError(
      ['kind'],
      'this is a scheduler Policy, which no release from 1.23 on reads',
      `write its predicates and priorities as plugins in a profile of ${API_VERSION}`,
    );
  const [group = ''] = String(apiVersion).split('/');
  throw new ConfigurationError(
    ['kind'],
    `${String(kind)} is not a ${KIND}`,
    group === GROUP ? `write ${HEAD}` : `give a ${KIND} (${API_VERSION})`,
  );
}
