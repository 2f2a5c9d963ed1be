/** Refuses metadata that an API server refuses in a new object (ValidateObjectMeta, ValidatePodSpecificAnnotations). */
import { counted } from '../../errors/counted.ts';
import { qualifiedName } from './name-syntax.ts';
import { type ApiObject, rule, type TypeRule } from './refusal.ts';

interface Owner {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly controller?: boolean;
}

interface MetadataFields {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly Owner[];
  readonly finalizers?: readonly string[];
  readonly resourceVersion?: string;
}

/** Bytes of all annotations together. */
const MOST_BYTES = 256 * 1024;
/** The finalizers without a slash that Kubernetes itself uses. */
const OWN_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

export const checkMetadata: TypeRule = rule<MetadataFields>(
  ({ annotations = {}, ownerReferences = [], finalizers = [], resourceVersion }, refuse) => {
    const bytes = Object.entries(annotations).reduce(
      (sum, [key, value]) => sum + key.length + value.length,
      0,
    );
    if (bytes > MOST_BYTES)
      refuse('annotations', `have ${counted(bytes, 'byte')}: at most ${MOST_BYTES} are allowed`);
    if (resourceVersion) refuse('resourceVersion', 'does not belong in a new object', 'completed');
    for (const [index, { apiVersion = '', kind }] of ownerReferences.entries()) {
      if (apiVersion !== '' && !/^([^/]+\/)?[^/]+$/.test(apiVersion))
        refuse(['ownerReferences', index, 'apiVersion'], `"${apiVersion}" is not VERSION or GROUP/VERSION`);
      if (apiVersion === 'v1' && kind === 'Event') refuse(['ownerReferences', index], 'an Event cannot own');
    }
    if (ownerReferences.filter(({ controller }) => controller).length > 1)
      refuse('ownerReferences', 'only one of them can be the controller');
    for (const [index, finalizer] of finalizers.entries()) {
      const wrong = qualifiedName(finalizer);
      if (wrong) refuse(['finalizers', index], wrong);
      else if (!finalizer.includes('/') && !OWN_FINALIZERS.includes(finalizer))
        refuse(['finalizers', index], `"${finalizer}" needs a domain before a slash`);
    }
  },
);

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const INT32 = 2 ** 31;

/** Annotations of pods that an API server reads. */
export const checkPodAnnotations: TypeRule = (_pod, refuse, { metadata, spec }) => {
  const annotations = (metadata.annotations ?? {}) as Readonly<Record<string, string>>;
  const at = (key: string): readonly PropertyKey[] => ['metadata', 'annotations', key];
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !(/^(0|-?[1-9]\d*)$/.test(cost) && Math.abs(Number(cost)) < INT32))
    refuse(at(DELETION_COST), `"${cost}" is no whole number`);
  const mirror = 'kubernetes.io/config.mirror';
  if (annotations[mirror] !== undefined && !spec.nodeName)
    refuse(at(mirror), 'goes with nodeName: such a pod is one of a kubelet');
  const names = [spec.containers, spec.initContainers].flatMap((list) =>
    ((list ?? []) as readonly ApiObject[]).map(({ name }) => name),
  );
  for (const [key, profile] of Object.entries(annotations)) {
    if (!key.startsWith(APP_ARMOR)) continue;
    if (!names.includes(key.slice(APP_ARMOR.length))) refuse(at(key), 'names no container of the pod');
    if (!/^(|runtime\/default|unconfined|localhost\/.*)$/.test(profile))
      refuse(at(key), `"${profile}" is no AppArmor profile`);
  }
};
