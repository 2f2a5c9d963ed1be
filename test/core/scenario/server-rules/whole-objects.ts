/** A pod and a node that an API server accepts and that have most fields, so that each change of one field can be tried on them. */

export function wholePod(): object {
  return {
    metadata: {
      name: 'web',
      namespace: 'default',
      labels: { app: 'web', 'example.com/team': 'shop' },
      annotations: { 'example.com/note': 'any text: äöü' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u-1', controller: true },
      ],
      finalizers: ['example.com/keep'],
    },
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 20,
      activeDeadlineSeconds: 600,
      dnsPolicy: 'ClusterFirst',
      nodeSelector: { disk: 'ssd' },
      hostname: 'web',
      subdomain: 'shop',
      os: { name: 'linux' },
      schedulerName: 'default-scheduler',
      tolerations: [
        { key: 'gpu', operator: 'Equal', value: 'a', effect: 'NoSchedule' },
        { key: 'spot', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
      ],
      affinity: affinity(),
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'zone',
          whenUnsatisfiable: 'DoNotSchedule',
          minDomains: 2,
          nodeAffinityPolicy: 'Honor',
          matchLabelKeys: ['example.com/team'],
          labelSelector: { matchLabels: { app: 'web' } },
        },
        {
          maxSkew: 2,
          topologyKey: 'zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          nodeTaintsPolicy: 'Ignore',
          labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
        },
      ],
      schedulingGates: [{ name: 'example.com/quota' }],
      readinessGates: [{ conditionType: 'example.com/ready' }],
      securityContext: {
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 2000,
        fsGroupChangePolicy: 'OnRootMismatch',
        supplementalGroups: [3000],
        seccompProfile: { type: 'RuntimeDefault' },
        sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }],
      },
      dnsConfig: {
        nameservers: ['10.0.0.1', 'fd00::1'],
        searches: ['svc.local', 'local.'],
        options: [{ name: 'ndots', value: '2' }],
      },
      hostAliases: [{ ip: '10.1.2.3', hostnames: ['db.local'] }],
      imagePullSecrets: [{ name: 'registry' }],
      resourceClaims: [{ name: 'gpus', resourceClaimTemplateName: 'gpus' }],
      volumes: volumes(),
      initContainers: [
        { name: 'prepare', image: 'busybox', resources: { limits: { cpu: '200m', memory: '64Mi' } } },
        {
          name: 'proxy',
          image: 'envoy',
          restartPolicy: 'Always',
          ports: [{ name: 'proxy', containerPort: 9100, hostPort: 9100 }],
          startupProbe: { tcpSocket: { port: 9100 } },
        },
      ],
      containers: [mainContainer(), { name: 'side', image: 'side:2', command: ['sleep', '9'] }],
    },
  };
}

function affinity(): object {
  const database = {
    labelSelector: {
      matchLabels: { app: 'db' },
      matchExpressions: [{ key: 'tier', operator: 'In', values: ['back'] }],
    },
    topologyKey: 'kubernetes.io/hostname',
    namespaces: ['default'],
  };
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              { key: 'disk', operator: 'In', values: ['ssd', 'nvme'] },
              { key: 'example.com/cores', operator: 'Gt', values: ['4'] },
            ],
            matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-a'] }],
          },
        ],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 10, preference: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] } },
      ],
    },
    podAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [database],
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { ...database, namespaceSelector: { matchLabels: { team: 'a' } } } },
      ],
    },
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          labelSelector: { matchLabels: { app: 'web' } },
          topologyKey: 'zone',
          matchLabelKeys: ['example.com/team'],
          mismatchLabelKeys: ['tier'],
        },
      ],
    },
  };
}

function volumes(): object[] {
  return [
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
    { name: 'conf', configMap: { name: 'conf', defaultMode: 420, items: [{ key: 'a', path: 'a.txt' }] } },
    {
      name: 'scratch',
      ephemeral: {
        volumeClaimTemplate: {
          metadata: { labels: { kind: 'scratch' } },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      },
    },
    { name: 'logs', hostPath: { path: '/var/log', type: 'Directory' } },
    { name: 'nfs', nfs: { server: 'files', path: '/exports' } },
    {
      name: 'all',
      projected: {
        sources: [
          { secret: { name: 's', items: [{ key: 'k', path: 'k' }] } },
          { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        ],
      },
    },
  ];
}

function mainContainer(): object {
  return {
    name: 'main',
    image: 'shop/web:1',
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePolicy: 'File',
    ports: [
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9090, hostPort: 9090 },
    ],
    env: [
      { name: 'A_B', value: 'c' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
      { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ],
    envFrom: [{ prefix: 'P_', configMapRef: { name: 'conf' } }],
    resources: {
      requests: {
        cpu: '500m',
        memory: '1Gi',
        'ephemeral-storage': '1Gi',
        'hugepages-2Mi': '4Mi',
        'nvidia.com/gpu': 1,
      },
      limits: { cpu: 1, memory: '1Gi', 'hugepages-2Mi': '4Mi', 'nvidia.com/gpu': '1' },
      claims: [{ name: 'gpus' }],
    },
    resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
    livenessProbe: { httpGet: { path: '/live', port: 'http' }, periodSeconds: 5 },
    readinessProbe: { exec: { command: ['true'] }, successThreshold: 2 },
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    securityContext: {
      allowPrivilegeEscalation: false,
      runAsUser: 1000,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'data', mountPath: '/data', subPath: 'web' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'conf', mountPath: '/etc/conf', readOnly: true },
      { name: 'scratch', mountPath: '/scratch' },
      { name: 'logs', mountPath: '/logs', mountPropagation: 'HostToContainer' },
      { name: 'nfs', mountPath: '/nfs' },
      { name: 'all', mountPath: '/all' },
    ],
  };
}

export function wholeNode(): object {
  return {
    metadata: {
      name: 'node-a',
      labels: { disk: 'ssd', 'topology.kubernetes.io/zone': 'z1' },
      annotations: { 'example.com/rack': '7' },
    },
    spec: {
      taints: [
        { key: 'gpu', value: 'a', effect: 'NoSchedule' },
        { key: 'gpu', value: 'a', effect: 'NoExecute' },
      ],
      podCIDR: '10.244.1.0/24',
      podCIDRs: ['10.244.1.0/24'],
      providerID: 'cloud:///1',
      unschedulable: false,
    },
    status: {
      capacity: { cpu: 8, memory: '32Gi', pods: 110, 'nvidia.com/gpu': 2, 'hugepages-2Mi': '1Gi' },
      allocatable: { cpu: '7800m', memory: '30Gi', pods: '110', 'nvidia.com/gpu': '2' },
      images: [{ names: ['shop/web:1'], sizeBytes: 900_000_000 }],
      declaredFeatures: ['AFeature', 'BFeature'],
    },
  };
}
