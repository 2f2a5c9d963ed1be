/** Refuses combinations of fields of a pod that an API server refuses (ValidatePodSpec, and the admission of priorities). */
import { type ApiObject, type Refuse, rule, type TypeRule } from './refusal.ts';

interface PodFields {
  readonly terminationGracePeriodSeconds?: number;
  readonly priorityClassName?: string;
  readonly preemptionPolicy?: string;
  readonly dnsPolicy?: string;
  readonly dnsConfig?: { readonly nameservers?: readonly string[]; readonly searches?: readonly string[] };
  readonly shareProcessNamespace?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostUsers?: boolean;
  readonly hostnameOverride?: string;
  readonly setHostnameAsFQDN?: boolean;
  readonly schedulingGates?: readonly unknown[];
  readonly resourceClaims?: readonly PodClaim[];
  readonly containers?: readonly ApiObject[];
  readonly resources?: { readonly claims?: unknown };
}

interface PodClaim {
  readonly name?: string;
  readonly resourceClaimName?: string;
  readonly resourceClaimTemplateName?: string;
}

export const checkPod: TypeRule = rule<PodFields>((pod, refuse) => {
  if (pod.preemptionPolicy === 'Never' && !pod.priorityClassName)
    refuse('preemptionPolicy', 'needs priorityClassName: only a class gives a policy', 'completed');
  if ((pod.terminationGracePeriodSeconds ?? 0) < 0)
    refuse('terminationGracePeriodSeconds', 'is negative: an API server makes it 1', 'accepted');
  if (pod.shareProcessNamespace && pod.hostPID)
    refuse('shareProcessNamespace', 'excludes hostPID: keep one of them');
  if (pod.resources?.claims !== undefined) refuse(['resources', 'claims'], 'go into a container');
  checkHostUsers(pod, refuse);
  checkHostName(pod, refuse);
  checkDns(pod, refuse);
});

function checkHostUsers({ hostUsers, hostNetwork, hostPID, hostIPC }: PodFields, refuse: Refuse): void {
  if (hostUsers !== false) return;
  for (const [field, given] of Object.entries({ hostNetwork, hostPID, hostIPC })) {
    if (given) refuse(field, 'does not go with hostUsers: false');
  }
}

function checkHostName(
  { hostnameOverride, setHostnameAsFQDN, hostNetwork }: PodFields,
  refuse: Refuse,
): void {
  if (hostnameOverride === undefined) return;
  if (setHostnameAsFQDN) refuse('hostnameOverride', 'does not go with setHostnameAsFQDN');
  if (hostNetwork) refuse('hostnameOverride', 'does not go with hostNetwork');
  if (hostnameOverride.length > 64) refuse('hostnameOverride', 'has more than 64 characters');
}

/** Limits of the resolver of C libraries. */
const MOST_SERVERS = 3;
const MOST_SEARCHES = 32;
const LONGEST_SEARCH = 2048;

function checkDns({ dnsPolicy, dnsConfig }: PodFields, refuse: Refuse): void {
  const { nameservers = [], searches = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None' && nameservers.length === 0)
    refuse('dnsConfig', 'needs nameservers with dnsPolicy: None');
  if (nameservers.length > MOST_SERVERS)
    refuse(['dnsConfig', 'nameservers'], `are more than ${MOST_SERVERS}`);
  if (searches.length > MOST_SEARCHES || searches.join(' ').length > LONGEST_SEARCH)
    refuse(['dnsConfig', 'searches'], `are more than ${MOST_SEARCHES}, or longer than ${LONGEST_SEARCH}`);
}

/** Claims of devices, and the containers that use them. */
export const checkDeviceClaims: TypeRule = rule<PodFields>(({ resourceClaims = [] }, refuse) => {
  const names = new Set<string>();
  for (const [index, { name, resourceClaimName, resourceClaimTemplateName }] of resourceClaims.entries()) {
    const at = ['resourceClaims', index];
    if (name && names.has(name)) refuse([...at, 'name'], `a second claim is called "${name}"`);
    if (name) names.add(name);
    if ((resourceClaimName === undefined) === (resourceClaimTemplateName === undefined))
      refuse(at, 'needs one of resourceClaimName and resourceClaimTemplateName');
  }
});

interface UsedClaim {
  readonly name?: string;
  readonly request?: string;
}

export const checkUsedClaims: TypeRule = rule<{ claims?: readonly UsedClaim[] }>(
  ({ claims = [] }, refuse, { spec }) => {
    const known = ((spec.resourceClaims ?? []) as readonly PodClaim[]).map(({ name }) => name);
    for (const [index, { name, request = '' }] of claims.entries()) {
      if (!known.includes(name)) refuse(['claims', index], `the pod has no resource claim "${name}"`);
      const isTwice = claims
        .slice(0, index)
        .some(
          (other) => other.name === name && (!other.request || request === '' || other.request === request),
        );
      if (isTwice) refuse(['claims', index], `"${name}" is there twice`);
    }
  },
);

/** Fields that have no meaning on Windows, of the pod and of its security contexts. */
const LINUX_ONLY = {
  pod: ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'resources'],
  securityContext: [
    'appArmorProfile',
    'seLinuxOptions',
    'seccompProfile',
    'fsGroup',
    'fsGroupChangePolicy',
    'sysctls',
    'runAsUser',
    'runAsGroup',
    'supplementalGroups',
    'supplementalGroupsPolicy',
    'seLinuxChangePolicy',
    'capabilities',
    'readOnlyRootFilesystem',
    'privileged',
    'allowPrivilegeEscalation',
    'procMount',
  ],
};

/** What a pod of one system must not have of the other (validateLinux, validateWindows). */
export const checkSystem: TypeRule = (pod, refuse) => {
  const system = (pod.os as { name?: string } | undefined)?.name;
  if (system !== 'windows' && system !== 'linux') return;
  const contexts: [ApiObject, readonly PropertyKey[]][] = [[pod, []]];
  for (const list of ['containers', 'initContainers']) {
    for (const [index, container] of ((pod[list] ?? []) as readonly ApiObject[]).entries())
      contexts.push([container, [list, index]]);
  }
  const no = (object: ApiObject, fields: readonly string[], at: readonly PropertyKey[]): void => {
    for (const field of fields) {
      const isWritten =
        field === 'hostPID' || field === 'hostIPC' ? object[field] : object[field] !== undefined;
      if (isWritten) refuse([...at, field], `is not for a ${system} pod`);
    }
  };
  if (system === 'windows') no(pod, LINUX_ONLY.pod, []);
  const ofOther = system === 'windows' ? LINUX_ONLY.securityContext : ['windowsOptions'];
  for (const [{ securityContext }, at] of contexts)
    no((securityContext ?? {}) as ApiObject, ofOther, [...at, 'securityContext']);
};
