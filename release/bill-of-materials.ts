/** Writes the software bill of materials of a release (CycloneDX 1.6, JSON): every package of the bundle and every Node. */
import type { BundledPackage } from './bundled-packages.ts';
import type { Platform } from './platforms.ts';

interface Component {
  readonly type: 'application' | 'library' | 'platform';
  readonly 'bom-ref': string;
  readonly [field: string]: unknown;
}

/** It holds no time and no random number, so that equal releases have equal files. */
export function billOfMaterials(
  version: string,
  packages: readonly BundledPackage[],
  platforms: readonly Platform[],
): string {
  const keg = npmComponent({ name: 'kubectl-keg', version, licence: 'Apache-2.0' }, 'application');
  const components = [...packages.map(bundledComponent), ...nodeComponents(platforms)];
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: keg },
    components,
    dependencies: [{ ref: keg['bom-ref'], dependsOn: components.map((each) => each['bom-ref']) }],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function bundledComponent(bundled: BundledPackage): Component {
  const component = npmComponent(bundled, 'library');
  if (bundled.repository === undefined) return component;
  return { ...component, externalReferences: [{ type: 'vcs', url: bundled.repository }] };
}

function npmComponent(
  { name, version, licence }: Pick<BundledPackage, 'name' | 'version' | 'licence'>,
  type: Component['type'],
): Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  // CycloneDX has one field for a single licence and another for an expression.
  const licences = /\s/.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }];
  return { type, 'bom-ref': purl, name, version, licenses: licences, purl };
}

/** One for each version of Node, with the executables that contain it. */
function nodeComponents(platforms: readonly Platform[]): Component[] {
  const byVersion = Map.groupBy(platforms, ({ node }) => node.version);
  return [...byVersion].map(([version, users]) => {
    const purl = `pkg:generic/node@${version}`;
    const properties = users.map(({ os, arch, node }) => ({
      name: `keg:node-of-${os}-${arch}`,
      value: `${node.name}@${node.version} ${node.integrity}`,
    }));
    const licenses = [{ license: { id: 'MIT' } }];
    const externalReferences = [{ type: 'vcs', url: 'https://github.com/nodejs/node' }];
    return {
      type: 'platform',
      'bom-ref': purl,
      name: 'node',
      version,
      licenses,
      purl,
      externalReferences,
      properties,
    };
  });
}
