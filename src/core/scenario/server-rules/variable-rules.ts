/** Refuses variables of the environment that an API server refuses: none or several sources, unknown fields of a pod (ValidateEnv). */
import { thousandths } from '../../objects/quantity.ts';
import { qualifiedName } from './name-syntax.ts';
import { type ApiObject, type Refuse, rule, type TypeRule } from './refusal.ts';

const OF_VARIABLES = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'spec.host',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const OF_FILES = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
  'metadata.uid',
];
const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];
const RESOURCE = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.*)$/;

interface FieldSelector {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

interface ResourceSelector {
  readonly containerName?: string;
  readonly resource?: string;
  readonly divisor?: string | number;
}

export const checkVariable: TypeRule = rule<{ value?: string; valueFrom?: ApiObject }>(
  ({ value, valueFrom }, refuse) => {
    if (!valueFrom) return;
    const given = SOURCES.filter((source) => valueFrom[source] !== undefined);
    if (given.length !== 1) refuse('valueFrom', `needs one of ${SOURCES.join(', ')}`);
    else if (value) refuse('valueFrom', 'excludes value: keep one of them');
    checkFieldPath(valueFrom.fieldRef as FieldSelector | undefined, OF_VARIABLES, ['valueFrom'], refuse);
    checkResource(valueFrom.resourceFieldRef as ResourceSelector | undefined, ['valueFrom'], refuse);
  },
);

export const checkVariablesFrom: TypeRule = (source, refuse) => {
  const given = ['configMapRef', 'secretRef'].filter((each) => source[each] !== undefined);
  if (given.length !== 1) refuse([], 'needs one of configMapRef and secretRef');
};

/** A file in a downwardAPI volume. */
export const checkFieldFile: TypeRule = rule<{
  fieldRef?: FieldSelector;
  resourceFieldRef?: ResourceSelector;
}>(({ fieldRef, resourceFieldRef }, refuse) => {
  if ((fieldRef === undefined) === (resourceFieldRef === undefined))
    refuse([], 'needs one of fieldRef and resourceFieldRef');
  checkFieldPath(fieldRef, OF_FILES, [], refuse);
  checkResource(resourceFieldRef, [], refuse);
  if (resourceFieldRef && !resourceFieldRef.containerName)
    refuse(['resourceFieldRef', 'containerName'], 'is missing');
});

function checkFieldPath(
  selector: FieldSelector | undefined,
  known: readonly string[],
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  if (!selector?.fieldPath) return;
  const { apiVersion = 'v1', fieldPath } = selector;
  const at = [...path, 'fieldRef', 'fieldPath'];
  if (apiVersion !== '' && apiVersion !== 'v1') refuse([...path, 'fieldRef', 'apiVersion'], 'is not v1');
  const [, map, key] = /^(metadata\.(?:annotations|labels))\['(.*)'\]$/.exec(fieldPath) ?? [];
  if (map !== undefined) {
    const wrong = qualifiedName(map.endsWith('annotations') ? key!.toLowerCase() : key!);
    if (wrong) refuse(at, wrong);
  } else if (!known.includes(fieldPath)) refuse(at, `"${fieldPath}" is not one of ${known.join(', ')}`);
}

function checkResource(
  selector: ResourceSelector | undefined,
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  if (!selector?.resource) return;
  const { resource, divisor = 0 } = selector;
  const at = [...path, 'resourceFieldRef'];
  if (!RESOURCE.test(resource)) refuse([...at, 'resource'], `"${resource}" is no request or limit`);
  const isCpu = resource.endsWith('.cpu');
  if (
    thousandths(divisor) !== 0n &&
    !(isCpu ? /^(1|1m|1000m|0\.001)$/ : /^1([kMGTPE]i?|Ki)?$/).test(String(divisor))
  )
    refuse(
      [...at, 'divisor'],
      `${divisor} is no unit: write ${isCpu ? '1m or 1' : '1, 1k, 1Ki, 1Mi or another unit'}`,
    );
}
