/** Refuses requests and limits that an API server refuses: names of resources, fractions of devices, limits below requests (validateResourceRequirements). */
import { admitPod } from '../../objects/admission.ts';
import type { PodSpec, ResourceList, ResourceRequirements } from '../../objects/pod.ts';
import { isPodLevelResource, podRequest } from '../../objects/pod-request.ts';
import { parseAmount, thousandths } from '../../objects/quantity.ts';
import { qualifiedName } from './name-syntax.ts';
import { type Refuse, rule, type TypeRule } from './refusal.ts';

/** Resources of containers without a slash; hugepages-SIZE are another kind. */
const OF_CONTAINERS = ['cpu', 'memory', 'ephemeral-storage'];
/** Counted in whole things (IsIntegerResourceName), besides extended resources. */
const WHOLE = [
  'pods',
  'services',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
];
/** Counted in bytes: an API server warns of a fraction of a byte (pkg/api/pod/warnings.go). */
const BYTES = ['memory', 'ephemeral-storage'];

/** The resources of every container, as they are after admission: a limit is then a request too. */
export const checkResources: TypeRule = rule<PodSpec>((spec, refuse) => {
  const admitted = admitPod(spec);
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, { resources }] of (admitted[list] ?? []).entries()) {
      if (resources) checkRequirements(resources, containerName, [list, index, 'resources'], refuse);
    }
  }
  if (spec.overhead) checkList(spec.overhead, containerName, ['overhead'], refuse);
  if (!admitted.resources) return;
  const whole = { ...admitted.resources, limits: podLimits(spec, admitted) };
  checkRequirements(whole, podName, ['resources'], refuse);
  checkPodLevel(admitted, refuse);
});

/** The limits of the pod: those of hugepages default to what the containers have together (defaultHugePagePodLimits). */
function podLimits(written: PodSpec, { resources }: PodSpec): ResourceList {
  const given = written.resources?.requests ?? {};
  const defaults = Object.entries(resources?.requests ?? {}).filter(
    ([name]) => isHugePage(name) && !Object.hasOwn(given, name),
  );
  return { ...Object.fromEntries(defaults), ...resources?.limits };
}

/** Amounts that a node has or offers, which must be whole where they are counted. */
export function checkOffer(list: ResourceList, path: readonly PropertyKey[], refuse: Refuse): void {
  for (const [name, quantity] of Object.entries(list)) {
    if (isWhole(name) && hasFraction(quantity)) refuse([...path, name], notWhole(quantity));
  }
}

/** What is wrong with a request of a container alone, without its limit. */
export function checkAmount(name: string, quantity: string | number): string | undefined {
  const found: string[] = [];
  checkList({ [name]: quantity }, containerName, [], (_field, message) => void found.push(message));
  return found[0];
}

type NameTest = (name: string) => string | undefined;

const containerName: NameTest = (name) => {
  const wrong = qualifiedName(name);
  if (wrong) return wrong;
  if (!name.includes('/'))
    return OF_CONTAINERS.includes(name) || isHugePage(name)
      ? undefined
      : `is no resource of containers (${OF_CONTAINERS.join(', ')}, hugepages-SIZE, or DOMAIN/NAME)`;
  return isNative(name) || isExtended(name) ? undefined : 'is no name of an extended resource';
};

const podName: NameTest = (name) =>
  isPodLevelResource(name) ? undefined : 'is no resource of a whole pod (cpu, memory, hugepages-SIZE)';

function checkRequirements(
  { requests, limits }: ResourceRequirements,
  nameTest: NameTest,
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  checkList(limits ?? {}, nameTest, [...path, 'limits'], refuse);
  const named = limits ?? {};
  checkList(
    Object.fromEntries(Object.entries(requests ?? {}).filter(([name, amount]) => named[name] !== amount)),
    nameTest,
    [...path, 'requests'],
    refuse,
  );
  for (const [name, request] of Object.entries(requests ?? {})) {
    const limit = limits?.[name];
    const at = [...path, 'requests', name];
    if (limit === undefined) {
      if (!mayDiffer(name)) refuse(at, `${name} needs a limit too: its limit is its request`);
    } else if (mayDiffer(name) && thousandths(request) > thousandths(limit))
      refuse(at, `the request ${request} is above the limit ${limit}`);
    else if (!mayDiffer(name) && thousandths(request) !== thousandths(limit))
      refuse(at, `the request ${request} is not the limit ${limit}, as it must be for ${name}`);
  }
  const names = Object.keys({ ...requests, ...limits });
  if (names.some(isHugePage) && !names.includes('cpu') && !names.includes('memory'))
    refuse(path, 'hugepages need a request of cpu or memory besides them');
}

function checkList(
  list: ResourceList,
  nameTest: NameTest,
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  for (const [name, quantity] of Object.entries(list)) {
    const at = [...path, name];
    const wrong = nameTest(name);
    if (wrong) refuse(at, wrong);
    if (thousandths(quantity) < 0n) refuse(at, `${quantity} is negative`);
    if (isWhole(name) && hasFraction(quantity)) refuse(at, notWhole(quantity));
    if (isHugePage(name) && !isMultipleOfPages(name, quantity))
      refuse(at, `${quantity} is no multiple of the page size in ${name}`);
    if (BYTES.includes(name) && hasFraction(quantity)) refuse(at, notWholeBytes(quantity), 'accepted');
  }
}

/** `512m` is half a byte, where `512M` is meant. Kubernetes rounds up. */
function notWholeBytes(quantity: string | number): string {
  const text = String(quantity);
  if (text.endsWith('m')) return `${text} is a fraction of a byte: is ${text.slice(0, -1)}M meant?`;
  return `${text} is no whole number of bytes: it counts as ${(thousandths(quantity) + 999n) / 1000n}`;
}

function notWhole(quantity: string | number): string {
  return `${quantity} is no whole number, and only cpu and bytes are divided`;
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`) === undefined;
}

function isWhole(name: string): boolean {
  return WHOLE.includes(name) || isExtended(name);
}

function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Requests of other resources must equal their limits (IsOvercommitAllowed). */
function mayDiffer(name: string): boolean {
  return isNative(name) && !isHugePage(name);
}

function hasFraction(quantity: string | number): boolean {
  return thousandths(quantity) % 1000n !== 0n;
}

function isMultipleOfPages(name: string, quantity: string | number): boolean {
  try {
    const size = thousandths(name.slice('hugepages-'.length));
    return size > 0n && size % 1000n === 0n && thousandths(quantity) % size === 0n;
  } catch {
    return false;
  }
}

/** The sum of the containers must fit in the requests and limits of the pod (validatePodResourceConsistency). */
function checkPodLevel(spec: PodSpec, refuse: Refuse): void {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  for (const [name, amount] of podRequest(spec, { podLevel: false, overhead: false })) {
    const ofPod = requests?.[name];
    if (ofPod !== undefined && amount > parseAmount(name, ofPod))
      refuse(['resources', 'requests', name], `${ofPod} is less than the containers request together`);
  }
  for (const [index, { resources }] of spec.containers.entries()) {
    for (const [name, limit] of Object.entries(resources?.limits ?? {})) {
      const ofPod = limits?.[name];
      if (ofPod !== undefined && thousandths(limit) > thousandths(ofPod))
        refuse(
          ['containers', index, 'resources', 'limits', name],
          `${limit} is above the limit of the pod, ${ofPod}`,
        );
    }
  }
}
