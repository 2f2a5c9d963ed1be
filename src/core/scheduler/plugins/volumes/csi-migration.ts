/** Translates volumes of the in-tree plugins that CSI drivers took over (csi-translation-lib). */
import type { CSINode, PersistentVolume } from '../../../objects/cluster-object.ts';
import type { Labels } from '../../../objects/label-selector.ts';
import type { NodeSelector, NodeSelectorTerm, Volume } from '../../../objects/pod.ts';
import type { Behaviour } from '../../kubernetes-version.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface InTreePlugin {
  /** The field of the source in a volume's spec. */
  readonly source: string;
  /** Provisioner of storage classes, and name in the annotation of CSINodes. */
  readonly name: string;
  /** The CSI driver in its place. */
  readonly driver: string;
  /** The label of nodes on which the driver's volumes depend. */
  readonly topologyKey?: string;
  /** The handle of the volume in the driver. The labels are those of a PersistentVolume, empty for a volume of a pod. */
  readonly handle: (source: Fields, labels: Labels) => unknown;
}

const ZONE = 'topology.kubernetes.io/zone';
const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const BETA_REGION = 'failure-domain.beta.kubernetes.io/region';
const MIGRATED_PLUGINS = 'storage.alpha.kubernetes.io/migrated-plugins';
const PORTWORX = 'kubernetes.io/portworx-volume';

/** Those for which a scheduler counts and translates volumes. */
const IN_TREE_PLUGINS: readonly InTreePlugin[] = [
  {
    source: 'awsElasticBlockStore',
    name: 'kubernetes.io/aws-ebs',
    driver: 'ebs.csi.aws.com',
    topologyKey: 'topology.ebs.csi.aws.com/zone',
    handle: ({ volumeID }) => String(volumeID).replace(/^aws:\/\/[^/]*\/+/, ''),
  },
  {
    source: 'gcePersistentDisk',
    name: 'kubernetes.io/gce-pd',
    driver: 'pd.csi.storage.gke.io',
    topologyKey: 'topology.gke.io/zone',
    handle: ({ pdName }, labels) => `${labels[BETA_ZONE] || labels[ZONE] || 'UNSPECIFIED'}/${pdName}`,
  },
  {
    source: 'azureDisk',
    name: 'kubernetes.io/azure-disk',
    driver: 'disk.csi.azure.com',
    handle: ({ diskURI }) => diskURI,
  },
  {
    source: 'cinder',
    name: 'kubernetes.io/cinder',
    driver: 'cinder.csi.openstack.org',
    topologyKey: 'topology.cinder.csi.openstack.org/zone',
    handle: ({ volumeID }) => volumeID,
  },
  {
    source: 'portworxVolume',
    name: PORTWORX,
    driver: 'pxd.portworx.com',
    handle: ({ volumeID }) => volumeID,
  },
];

/** The in-tree plugin of a volume's source. Undefined for a CSI volume and for a plugin without a successor. */
export function inTreePluginOf(spec: Volume | PersistentVolume['spec']): InTreePlugin | undefined {
  if (!spec) return undefined;
  const fields: Fields = spec;
  return IN_TREE_PLUGINS.find(({ source }) => fields[source] !== undefined && fields[source] !== null);
}

/** The in-tree plugin of that name, as a storage class names it. */
export function inTreePluginNamed(name: string): InTreePlugin | undefined {
  return IN_TREE_PLUGINS.find((plugin) => plugin.name === name);
}

/** Whether a volume of a pod has a source that CSI drivers took over, also one that is never counted (IsInlineMigratable). */
export function isMigratable(volume: Volume): boolean {
  return inTreePluginOf(volume) !== undefined || volume.azureFile != null || volume.vsphereVolume != null;
}

/** Whether volumes of the plugin count as volumes of its driver on the node (nodevolumelimits/utils.go, isCSIMigrationOn). */
export function countsAsCsi(
  plugin: InTreePlugin,
  csiNode: CSINode | undefined,
  behaviour: Behaviour,
): boolean {
  if (!csiNode || (plugin.name === PORTWORX && !behaviour.portworxMigrated)) return false;
  return behaviour.migratedEverywhere || namesMigrated(csiNode, plugin);
}

function namesMigrated({ metadata }: CSINode, { name }: InTreePlugin): boolean {
  return metadata.annotations?.[MIGRATED_PLUGINS]?.split(',').includes(name) ?? false;
}

/** The plugins that the node's CSINode names as migrated, as text. */
export function migratedPlugins({ metadata }: CSINode): string {
  return metadata.annotations?.[MIGRATED_PLUGINS] ?? '';
}

/** The node affinity of a volume; on a node with its CSI driver, in terms of the driver's label (volumebinding/binder.go, tryTranslatePVToCSI). */
export function nodeSelectorOf(
  volume: PersistentVolume,
  csiNode: CSINode | undefined,
  behaviour: Behaviour,
): NodeSelector | undefined {
  const own = volume.spec?.nodeAffinity?.required ?? undefined;
  const plugin = inTreePluginOf(volume.spec);
  if (!csiNode || !plugin?.topologyKey) return own;
  if (!countsAsCsi(plugin, csiNode, behaviour) || !namesMigrated(csiNode, plugin)) return own;
  return translated(own, volume.metadata.labels ?? {}, plugin.topologyKey);
}

/** Puts the driver's label in place of the zone's; takes the zones from the volume's labels if the affinity has none. */
function translated(own: NodeSelector | undefined, labels: Labels, key: string): NodeSelector | undefined {
  const terms = own?.nodeSelectorTerms ?? [];
  const names = (wanted: string) =>
    terms.some(({ matchExpressions }) => matchExpressions?.some((each) => each.key === wanted));
  const isBeta =
    !names(ZONE) && (names(BETA_ZONE) || (!Object.hasOwn(labels, ZONE) && Object.hasOwn(labels, BETA_ZONE)));
  const zoneKey = isBeta ? BETA_ZONE : ZONE;
  const renamed = (term: NodeSelectorTerm): NodeSelectorTerm => ({
    ...term,
    matchExpressions: (term.matchExpressions ?? []).map((each) => {
      if (each.key === zoneKey) return { ...each, key };
      return isBeta && each.key === BETA_REGION ? { ...each, key: REGION } : each;
    }),
  });
  const result = terms.map(renamed);
  const zones = (labels[zoneKey] ?? '')
    .split('__')
    .map((zone) => zone.trim())
    .filter(Boolean);
  if (names(zoneKey) || zones.length === 0) return own && { nodeSelectorTerms: result };
  const requirement = { key, operator: 'In', values: zones };
  return {
    nodeSelectorTerms: (result.length > 0 ? result : [{}]).map((term: NodeSelectorTerm) => ({
      ...term,
      matchExpressions: [...(term.matchExpressions ?? []), requirement],
    })),
  };
}
