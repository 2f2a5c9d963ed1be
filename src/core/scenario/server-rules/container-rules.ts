/** Refuses combinations of fields of containers that an API server refuses: names, ports, probes, variables, policies (validateContainers, validateInitContainers). */
import type { ApiObject, Refuse, RuleContext } from './refusal.ts';
import { rule, type TypeRule } from './refusal.ts';

interface Port {
  readonly name?: string;
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly protocol?: string;
}

interface ContainerFields {
  readonly name?: string;
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly ApiObject[];
  readonly ports?: readonly Port[];
  readonly resizePolicy?: readonly { readonly resourceName?: string; readonly restartPolicy?: string }[];
  readonly lifecycle?: ApiObject;
  readonly livenessProbe?: ApiObject;
  readonly readinessProbe?: ApiObject;
  readonly startupProbe?: ApiObject;
}

interface PodFields {
  readonly containers?: readonly ContainerFields[];
  readonly initContainers?: readonly ContainerFields[];
  readonly ephemeralContainers?: readonly unknown[];
  readonly hostNetwork?: boolean;
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** All containers of a pod together. */
export const checkContainers: TypeRule = rule<PodFields>((spec, refuse) => {
  const { containers = [], initContainers = [], ephemeralContainers = [], hostNetwork } = spec;
  if (ephemeralContainers.length > 0)
    refuse('ephemeralContainers', 'cannot be in a new pod: they are added to one that runs');
  const names = new Set<string>();
  for (const [list, each] of [
    ['containers', containers],
    ['initContainers', initContainers],
  ] as const) {
    for (const [index, { name }] of each.entries()) {
      if (name && names.has(name)) refuse([list, index, 'name'], `a second container is called "${name}"`);
      if (name) names.add(name);
    }
  }
  checkHostPorts(
    containers.map((each, index) => [each, ['containers', index]]),
    hostNetwork,
    refuse,
  );
  for (const [index, container] of initContainers.entries()) {
    checkHostPorts([[container, ['initContainers', index]]], hostNetwork, refuse);
    checkInitContainer(container, ['initContainers', index], refuse);
  }
  for (const [index, container] of containers.entries()) {
    for (const [at, { containerPort, hostPort }] of (container.ports ?? []).entries()) {
      if (hostNetwork && hostPort && hostPort !== containerPort)
        refuse(['containers', index, 'ports', at, 'hostPort'], `must be the containerPort with hostNetwork`);
    }
  }
});

function checkHostPorts(
  containers: readonly (readonly [ContainerFields, readonly PropertyKey[]])[],
  hostNetwork: boolean | undefined,
  refuse: Refuse,
): void {
  const taken = new Set<string>();
  for (const [{ ports = [] }, path] of containers) {
    for (const [index, { protocol, hostIP = '', hostPort, containerPort }] of ports.entries()) {
      const port = hostPort || (hostNetwork ? containerPort : undefined);
      if (!port) continue;
      const key = `${protocol || 'TCP'} ${hostIP} ${port}`;
      if (taken.has(key)) refuse([...path, 'ports', index, 'hostPort'], `host port ${port} is taken already`);
      taken.add(key);
    }
  }
}

/** A plain init container ends before the pod runs, so nothing asks whether it is alive. */
function checkInitContainer(container: ContainerFields, path: readonly PropertyKey[], refuse: Refuse): void {
  if (container.restartPolicy === 'Always') return;
  for (const field of ['lifecycle', ...PROBES] as const) {
    if (container[field]) refuse([...path, field], 'goes with restartPolicy: Always in an init container');
  }
  for (const [index, { restartPolicy }] of (container.resizePolicy ?? []).entries()) {
    if (restartPolicy === 'RestartContainer')
      refuse([...path, 'resizePolicy', index], 'RestartContainer goes with restartPolicy: Always here');
  }
}

export const checkContainer: TypeRule = rule<ContainerFields>((container, refuse, { spec }) => {
  const { ports = [], resizePolicy = [], restartPolicy, restartPolicyRules = [] } = container;
  refuseRepeated(
    ports,
    ({ name }) => name,
    'ports',
    refuse,
    (name) => `a second port is called "${name}"`,
  );
  refuseRepeated(
    resizePolicy,
    ({ resourceName }) => resourceName,
    'resizePolicy',
    refuse,
    (name) => `${name} is there twice`,
  );
  if (
    spec.restartPolicy === 'Never' &&
    resizePolicy.some((each) => each.restartPolicy === 'RestartContainer')
  )
    refuse('resizePolicy', 'must be NotRequired in a pod with restartPolicy: Never');
  if (restartPolicyRules.length > 0 && restartPolicy === undefined)
    refuse('restartPolicy', 'is missing: restartPolicyRules need it');
  if (restartPolicyRules.length > 20) refuse('restartPolicyRules', 'are more than 20');
  for (const field of PROBES) {
    const probe = container[field];
    if (!probe) continue;
    checkHandler(probe, [field], ['exec', 'httpGet', 'tcpSocket', 'grpc'], refuse);
    if (field !== 'readinessProbe' && ((probe.successThreshold as number) || 1) !== 1)
      refuse([field, 'successThreshold'], 'must be 1');
    if (field === 'readinessProbe' && probe.terminationGracePeriodSeconds !== undefined)
      refuse([field, 'terminationGracePeriodSeconds'], 'is not for a readinessProbe');
  }
  for (const hook of ['postStart', 'preStop']) {
    const handler = container.lifecycle?.[hook] as ApiObject | undefined;
    if (!handler) continue;
    checkHandler(handler, ['lifecycle', hook], ['exec', 'httpGet', 'tcpSocket', 'sleep'], refuse);
    const seconds = (handler.sleep as { seconds?: number } | undefined)?.seconds ?? 0;
    const written = (spec.terminationGracePeriodSeconds as number | undefined) ?? 30;
    // Of a negative time an API server makes 1 s.
    const grace = written < 0 ? 1 : written;
    if (seconds < 0 || seconds > grace)
      refuse(
        ['lifecycle', hook, 'sleep', 'seconds'],
        `is not between 0 and the ${grace} s that the pod has to end`,
      );
  }
});

function refuseRepeated<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string | undefined,
  field: string,
  refuse: Refuse,
  message: (name: string) => string,
): void {
  const names = new Set<string>();
  for (const [index, item] of items.entries()) {
    const name = nameOf(item);
    if (name && names.has(name)) refuse([field, index], message(name));
    if (name) names.add(name);
  }
}

function checkHandler(
  handler: ApiObject,
  path: readonly PropertyKey[],
  kinds: readonly string[],
  refuse: Refuse,
): void {
  const given = kinds.filter((kind) => handler[kind] !== undefined);
  if (given.length !== 1) refuse(path, `needs one of ${kinds.join(', ')}`);
  const command = (handler.exec as { command?: readonly string[] } | undefined)?.command ?? [];
  if (handler.exec && command.length === 0) refuse([...path, 'exec', 'command'], 'is missing');
  const http = handler.httpGet as { protocol?: string; scheme?: string; host?: string } | undefined;
  if (http?.protocol === 'HTTP2' && (http.scheme === 'HTTPS' || http.host))
    refuse([...path, 'httpGet', 'protocol'], 'HTTP2 goes with scheme HTTP and without host');
}

const SECURITY = (container: ApiObject): ApiObject => (container.securityContext ?? {}) as ApiObject;

/** What a container may do, and where its volumes are mounted. */
export const checkSecurity: TypeRule = (container, refuse, { spec }: RuleContext) => {
  const { privileged, allowPrivilegeEscalation, procMount, capabilities } = SECURITY(container);
  const added = (capabilities as { add?: readonly string[] } | undefined)?.add ?? [];
  if (allowPrivilegeEscalation === false && (privileged === true || added.includes('CAP_SYS_ADMIN')))
    refuse(
      ['securityContext', 'allowPrivilegeEscalation'],
      'is false, which a privileged container cannot be',
    );
  if (procMount === 'Unmasked' && spec.hostUsers !== false)
    refuse(['securityContext', 'procMount'], 'Unmasked goes with hostUsers: false');
};

/** Where a profile comes from: only `Localhost` has a name. */
export const checkProfile: TypeRule = rule<{ type?: string; localhostProfile?: string }>(
  ({ type, localhostProfile }, refuse) => {
    if (type === 'Localhost' && !localhostProfile)
      refuse('localhostProfile', 'is missing: Localhost needs it');
    if (type !== 'Localhost' && localhostProfile !== undefined)
      refuse('localhostProfile', 'goes with type: Localhost');
  },
);
