/** Redacts names by their kind: the same name is the same pseudonym wherever it occurs, so that what refers to it still finds it. */
import { contentHash } from '../../objects/content-hash.ts';
import type { VolumeFieldMeaning } from '../../objects/volume-sources.ts';
import type { LabelRedaction } from './redact-labels.ts';
import { MASK, maskSecrets } from './secret-looking.ts';

export interface NameRedaction {
  name(kind: string, text: string): string;
  /** An image: by hash, or with its name and tag where images are kept. */
  image(text: string): string;
  driver(text: string): string;
  /** The name of a disk in a storage system: always by hash. */
  handle(text: string): string;
  volumeField(meaning: VolumeFieldMeaning, value: unknown): unknown;
  /** Labels of nodes and volumes, and what selects them. */
  readonly nodeLabels: LabelRedaction;
  /** Labels of pods and namespaces, and what selects them. */
  readonly podLabels: LabelRedaction;
}

export interface NameRedactionOptions {
  readonly name: (kind: string, text: string) => string;
  /** Whether `name` returns names as they are. */
  readonly keepsNames: boolean;
  readonly keepsImages: boolean;
  readonly nodeLabels: LabelRedaction;
  readonly podLabels: LabelRedaction;
}

/** Drivers and provisioners that clouds and Kubernetes itself bring; they do not identify the owner of a cluster. */
const PUBLIC_DRIVER =
  /^(?:kubernetes\.io\/[\w-]+|(?:ebs|efs|fsx)\.csi\.aws\.com|(?:pd|filestore)\.csi\.storage\.gke\.io|(?:disk|file|blob)\.csi\.azure\.com|(?:cinder|manila)\.csi\.openstack\.org|csi\.vsphere\.vmware\.com|pxd\.portworx\.com|rancher\.io\/local-path)$/;

export function redactNames(options: NameRedactionOptions): NameRedaction {
  const { name, keepsNames, keepsImages, nodeLabels, podLabels } = options;
  const driver = (text: string): string => (PUBLIC_DRIVER.test(text) ? text : name('driver', text));
  const hidden = (kind: string, text: string): string =>
    keepsNames ? `${kind}-${shortHash(text)}` : name(kind, text);
  const handle = (text: string): string => hidden('handle', text);
  /** The scheduler compares images with their tag. The `1` stands for the tag or digest, which the hash contains. */
  const image = (text: string): string =>
    keepsImages ? shownImage(text) : `${hidden('image', withTag(text))}:1`;
  const written: Readonly<Record<VolumeFieldMeaning, (value: unknown) => unknown>> = {
    claim: (value) => name('claim', String(value)),
    driver: (value) => driver(String(value)),
    image: (value) => image(String(value)),
    handle: (value) => handle(String(value)),
    handles: (value) => (Array.isArray(value) ? value.map((each) => handle(String(each))) : undefined),
    plain: (value) => (typeof value === 'string' ? keptWord(value) : value === true),
  };
  return {
    name,
    image,
    driver,
    handle,
    nodeLabels,
    podLabels,
    volumeField: (meaning, value) => written[meaning](value),
  };
}

/** A word of an API (`ReadWriteOnce`, `Bound`), or the mask: it may be anything else. */
export function keptWord(text: string): string {
  return /^[A-Z][A-Za-z]{1,60}$/.test(text) ? text : MASK;
}

/** Name and tag, and a digest by its hash. */
function shownImage(text: string): string {
  const [shown = '', digest] = text.split('@');
  const masked = maskSecrets(shown);
  const marked = masked === shown ? shown : `${masked}-${shortHash(shown)}`;
  return digest === undefined ? marked : `${marked}@${shortHash(digest)}`;
}

/** As the scheduler compares it: without a tag it is the latest (pkg/scheduler/framework/plugins/imagelocality). */
function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

const SHORT = 10;

function shortHash(text: string): string {
  return contentHash(text).slice(0, SHORT);
}
