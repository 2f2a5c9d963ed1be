/** Refuses volumes and mounts that an API server refuses: several sources, mounts of volumes that the pod lacks (ValidateVolumes, ValidateVolumeMounts). */
import { thousandths } from '../../objects/quantity.ts';
import { dnsSubdomain } from './name-syntax.ts';
import { type ApiObject, type Refuse, rule, type TypeRule } from './refusal.ts';

export const checkVolume: TypeRule = (volume, refuse) => {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length > 1) refuse(sources[1]!, `is a second source beside ${sources[0]}: keep one of them`);
};

interface VolumeFields {
  readonly name?: string;
  readonly persistentVolumeClaim?: { readonly claimName?: string };
  readonly ephemeral?: ApiObject;
  readonly projected?: { readonly sources?: readonly ApiObject[] };
}

/** All volumes of a pod together. */
export const checkVolumes: TypeRule = rule<{ volumes?: readonly VolumeFields[] }>(
  ({ volumes = [] }, refuse, { metadata }) => {
    const names = new Set<string>();
    const made = new Set<string>();
    for (const [index, { name, ephemeral }] of volumes.entries()) {
      if (name && names.has(name)) refuse(['volumes', index, 'name'], `a second volume is called "${name}"`);
      if (name) names.add(name);
      if (!ephemeral || typeof metadata.name !== 'string') continue;
      const claim = `${metadata.name}-${name}`;
      made.add(claim);
      const wrong = dnsSubdomain(claim);
      if (wrong) refuse(['volumes', index, 'name'], `its claim is called ${wrong}`);
    }
    for (const [index, { persistentVolumeClaim }] of volumes.entries()) {
      if (persistentVolumeClaim && made.has(persistentVolumeClaim.claimName ?? ''))
        refuse(['volumes', index, 'persistentVolumeClaim'], 'is the claim of an ephemeral volume');
    }
  },
);

interface Mount {
  readonly name?: string;
  readonly mountPath?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
  readonly readOnly?: boolean;
  readonly mountPropagation?: string;
  readonly recursiveReadOnly?: string;
  readonly bindMountOptions?: readonly string[];
}

interface Device {
  readonly name?: string;
  readonly devicePath?: string;
}

interface Mounting {
  readonly volumeMounts?: readonly Mount[];
  readonly volumeDevices?: readonly Device[];
  readonly securityContext?: { readonly privileged?: boolean };
}

export const checkMounts: TypeRule = rule<Mounting>((container, refuse, { spec }) => {
  const { volumeMounts = [], volumeDevices = [], securityContext } = container;
  const volumes = new Map(((spec.volumes ?? []) as readonly VolumeFields[]).map((each) => [each.name, each]));
  const paths = new Set<string>();
  const devices = new Set(volumeDevices.map(({ name }) => name));
  for (const [index, mount] of volumeMounts.entries()) {
    const no: Refuse = (field, message) => refuse(['volumeMounts', index, String(field)], message);
    const { name, mountPath = '', subPath, subPathExpr, mountPropagation, recursiveReadOnly } = mount;
    if (name && !volumes.has(name)) no('name', `the pod has no volume "${name}"`);
    if (devices.has(name)) no('name', `volume "${name}" is in volumeDevices too`);
    if (paths.has(mountPath)) no('mountPath', `a second mount at "${mountPath}"`);
    paths.add(mountPath);
    if (subPath && subPathExpr) no('subPathExpr', 'excludes subPath: keep one of them');
    if (mountPropagation === 'Bidirectional' && !securityContext?.privileged)
      no('mountPropagation', 'Bidirectional is for privileged containers');
    if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') continue;
    if (!mount.readOnly || (mountPropagation ?? 'None') !== 'None')
      no('recursiveReadOnly', 'goes with readOnly: true and without mountPropagation');
  }
  checkDevices(volumeDevices, volumes, paths, refuse);
});

function checkDevices(
  devices: readonly Device[],
  volumes: ReadonlyMap<string | undefined, VolumeFields>,
  mounted: ReadonlySet<string>,
  refuse: Refuse,
): void {
  const names = new Set<string | undefined>();
  const paths = new Set<string>();
  for (const [index, { name, devicePath = '' }] of devices.entries()) {
    const no: Refuse = (field, message) => refuse(['volumeDevices', index, String(field)], message);
    const volume = volumes.get(name);
    if (!volume) no('name', `the pod has no volume "${name}"`);
    else if (!volume.persistentVolumeClaim && !volume.ephemeral) no('name', 'is no volume of a claim');
    if (names.has(name)) no('name', `volume "${name}" is there twice`);
    if (paths.has(devicePath) || mounted.has(devicePath)) no('devicePath', `"${devicePath}" is there twice`);
    names.add(name);
    paths.add(devicePath);
  }
}

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** The claim of an ephemeral volume. */
export const checkClaim: TypeRule = rule<{
  accessModes?: readonly string[];
  resources?: { requests?: Readonly<Record<string, string | number>> };
}>(({ accessModes = [], resources }, refuse) => {
  const unknown = accessModes.find((mode) => !MODES.includes(mode));
  if (unknown !== undefined) refuse('accessModes', `"${unknown}" is not one of ${MODES.join(', ')}`);
  if (accessModes.includes('ReadWriteOncePod') && accessModes.some((mode) => mode !== 'ReadWriteOncePod'))
    refuse('accessModes', 'ReadWriteOncePod excludes the other modes');
  const storage = resources?.requests?.storage;
  if (storage === undefined) refuse(['resources', 'requests', 'storage'], 'is missing');
  else if (thousandths(storage) <= 0n) refuse(['resources', 'requests', 'storage'], 'must be above 0');
});

/** Only labels and annotations of a claim's template count, and nothing else may be written. */
export const checkClaimTemplate: TypeRule = rule<{ metadata?: ApiObject }>(({ metadata = {} }, refuse) => {
  for (const field of Object.keys(metadata)) {
    if (field !== 'labels' && field !== 'annotations' && field !== 'creationTimestamp')
      refuse(['metadata', field], 'does not go into the template of a claim');
  }
});

const PROJECTIONS = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
];

export const checkProjection: TypeRule = (source, refuse) => {
  const given = PROJECTIONS.filter((each) => source[each] !== undefined);
  if (given.length > 1) refuse(given[1]!, `is a second source beside ${given[0]}: keep one of them`);
};

export const checkFibreChannel: TypeRule = rule<{ targetWWNs?: string[]; wwids?: string[]; lun?: number }>(
  ({ targetWWNs = [], wwids = [], lun }, refuse) => {
    if (targetWWNs.length > 0 === wwids.length > 0) refuse('targetWWNs', 'needs one of targetWWNs and wwids');
    if (targetWWNs.length > 0 && lun === undefined) refuse('lun', 'is missing: targetWWNs need it');
  },
);

const QUALIFIED_NAME_OF_ISCSI =
  /^(iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+(:[^,;*&$|\s]+)$|eui.[A-Za-z0-9]{16}$|naa.[A-Za-z0-9]{32}$)/;

export const checkIscsi: TypeRule = rule<{
  iqn?: string;
  initiatorName?: string;
  chapAuthDiscovery?: boolean;
  chapAuthSession?: boolean;
  secretRef?: unknown;
}>(({ iqn, initiatorName, chapAuthDiscovery, chapAuthSession, secretRef }, refuse) => {
  if (iqn && !QUALIFIED_NAME_OF_ISCSI.test(iqn))
    refuse('iqn', `"${iqn}" does not begin as iqn., eui. or naa.`);
  if (initiatorName !== undefined && !QUALIFIED_NAME_OF_ISCSI.test(initiatorName))
    refuse('initiatorName', `"${initiatorName}" does not begin as iqn., eui. or naa.`);
  if ((chapAuthDiscovery || chapAuthSession) && !secretRef) refuse('secretRef', 'is missing: CHAP needs it');
});

export const checkFlocker: TypeRule = rule<{ datasetName?: string; datasetUUID?: string }>(
  ({ datasetName = '', datasetUUID = '' }, refuse) => {
    if ((datasetName === '') === (datasetUUID === '')) refuse([], 'needs one of datasetName and datasetUUID');
    if (datasetName.includes('/')) refuse('datasetName', 'must not have a / in it');
  },
);
