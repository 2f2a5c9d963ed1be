/** Redacts names by their kind: the same name is the same pseudonym wherever it occurs, so that what refers to it still finds it. */
import { contentHash } from '../../objects/content-hash.ts';
import type { ResourceList } from '../../objects/pod.ts';
import type { VolumeFieldMeaning } from '../../objects/volume-sources.ts';
import { isKnownResource, isQuantity, resourceDomain } from './known-resources.ts';
import { isOwnerKind } from './known-words.ts';
import { apiWord } from './plain-values.ts';
import { isPublicDriver } from './public-names.ts';
import type { LabelRedaction } from './redact-labels.ts';
import { maskSecrets } from './secret-looking.ts';

export interface NameRedaction {
  name(kind: string, text: string): string;
  uid(text: string): string;
  /** The kind of an owner. */
  ownerKind(text: string): string;
  resource(text: string): string;
  /** Amounts that are no quantities are left out. */
  resources(list: ResourceList): ResourceList;
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
  readonly uid: (text: string) => string;
  /** Whether `name` returns names as they are. */
  readonly keepsNames: boolean;
  readonly keepsImages: boolean;
  readonly nodeLabels: LabelRedaction;
  readonly podLabels: LabelRedaction;
}

export function redactNames(options: NameRedactionOptions): NameRedaction {
  const { name, uid, keepsNames, keepsImages, nodeLabels, podLabels } = options;
  const driver = (text: string): string => (isPublicDriver(text) ? text : name('driver', text));
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
    plain: (value) => (typeof value === 'string' ? apiWord(value) : value === true),
  };
  const resource = (text: string): string => {
    if (keepsNames) return maskSecrets(text);
    return isKnownResource(text) ? text : `${resourceDomain(text)}${name('resource', text)}`;
  };
  return {
    name,
    uid,
    ownerKind: (text) => (isOwnerKind(text) ? text : name('kind', text)),
    resource,
    resources: (list) =>
      Object.fromEntries(
        Object.entries(list).flatMap(([key, amount]) =>
          isQuantity(amount) ? [[resource(key), amount]] : [],
        ),
      ),
    image,
    driver,
    handle,
    nodeLabels,
    podLabels,
    volumeField: (meaning, value) => written[meaning](value),
  };
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
