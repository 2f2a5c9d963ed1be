/** Lists the fields of pods and nodes with their types, as Kubernetes 1.37 publishes them (api/openapi-spec), so that a value of another type is noticed in every field. */

/** One type and its fields: a field without a type is text, `[]T` is a list and `{}T` a map by name. */
const TABLE = `
Pod: apiVersion kind metadata:ObjectMeta spec:PodSpec status:any
Node: apiVersion kind metadata:ObjectMeta spec:NodeSpec status:NodeStatus
AWSElasticBlockStoreVolumeSource: fsType partition:int32 readOnly:bool volumeID
Affinity: nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAffinity
AppArmorProfile: localhostProfile type
AttachedVolume: devicePath name
AzureDiskVolumeSource: cachingMode diskName diskURI fsType kind readOnly:bool
AzureFileVolumeSource: readOnly:bool secretName shareName
CSIVolumeSource: driver fsType nodePublishSecretRef:LocalObjectReference readOnly:bool volumeAttributes:{}string
Capabilities: add:[]string drop:[]string
CephFSVolumeSource: monitors:[]string path readOnly:bool secretFile secretRef:LocalObjectReference user
CinderVolumeSource: fsType readOnly:bool secretRef:LocalObjectReference volumeID
ClusterTrustBundleProjection: labelSelector:LabelSelector name optional:bool path signerName user:int64
ConfigMapEnvSource: name optional:bool
ConfigMapKeySelector: key name optional:bool
ConfigMapProjection: items:[]KeyToPath name optional:bool
ConfigMapVolumeSource: defaultMode:int32 defaultUser:int64 items:[]KeyToPath name optional:bool
Container: args:[]string command:[]string env:[]EnvVar envFrom:[]EnvFromSource image imagePullPolicy
  lifecycle:Lifecycle livenessProbe:Probe name ports:[]ContainerPort readinessProbe:Probe
  resizePolicy:[]ContainerResizePolicy resources:ResourceRequirements restartPolicy
  restartPolicyRules:[]ContainerRestartRule securityContext:SecurityContext startupProbe:Probe stdin:bool
  stdinOnce:bool terminationMessagePath terminationMessagePolicy tty:bool volumeDevices:[]VolumeDevice
  volumeMounts:[]VolumeMount workingDir
ContainerImage: names:[]string sizeBytes:int64
ContainerPort: containerPort:int32 hostIP hostPort:int32 name protocol
ContainerResizePolicy: resourceName restartPolicy
ContainerRestartRule: action exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes: operator values:[]int32
DaemonEndpoint: Port:int32
DownwardAPIProjection: items:[]DownwardAPIVolumeFile
DownwardAPIVolumeFile: fieldRef:ObjectFieldSelector mode:int32 path resourceFieldRef:ResourceFieldSelector
  user:int64
DownwardAPIVolumeSource: defaultMode:int32 defaultUser:int64 items:[]DownwardAPIVolumeFile
EmptyDirVolumeSource: medium mode:int32 sizeLimit:quantity
EnvFromSource: configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource
EnvVar: name value valueFrom:EnvVarSource
EnvVarSource: configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector
  resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EphemeralContainer: args:[]string command:[]string env:[]EnvVar envFrom:[]EnvFromSource image imagePullPolicy
  lifecycle:Lifecycle livenessProbe:Probe name ports:[]ContainerPort readinessProbe:Probe
  resizePolicy:[]ContainerResizePolicy resources:ResourceRequirements restartPolicy
  restartPolicyRules:[]ContainerRestartRule securityContext:SecurityContext startupProbe:Probe stdin:bool
  stdinOnce:bool targetContainerName terminationMessagePath terminationMessagePolicy tty:bool
  volumeDevices:[]VolumeDevice volumeMounts:[]VolumeMount workingDir
EphemeralVolumeSource: volumeClaimTemplate:PersistentVolumeClaimTemplate
EvictionResponder: name priority:int32
ExecAction: command:[]string
FCVolumeSource: fsType lun:int32 readOnly:bool targetWWNs:[]string wwids:[]string
FileKeySelector: key optional:bool path volumeName
FlexVolumeSource: driver fsType options:{}string readOnly:bool secretRef:LocalObjectReference
FlockerVolumeSource: datasetName datasetUUID
GCEPersistentDiskVolumeSource: fsType partition:int32 pdName readOnly:bool
GRPCAction: mode port:int32 service
GitRepoVolumeSource: directory repository revision
GlusterfsVolumeSource: endpoints path readOnly:bool
HTTPGetAction: host httpHeaders:[]HTTPHeader path port:int-or-string protocol scheme
HTTPHeader: name value
HostAlias: hostnames:[]string ip
HostPathVolumeSource: path type
ISCSIVolumeSource: chapAuthDiscovery:bool chapAuthSession:bool fsType initiatorName iqn iscsiInterface lun:int32
  portals:[]string readOnly:bool secretRef:LocalObjectReference targetPortal
ImageVolumeSource: pullPolicy reference
KeyToPath: key mode:int32 path user:int64
LabelSelector: matchExpressions:[]LabelSelectorRequirement matchLabels:{}string
LabelSelectorRequirement: key operator values:[]string
Lifecycle: postStart:LifecycleHandler preStop:LifecycleHandler stopSignal
LifecycleHandler: exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
LocalObjectReference: name
NFSVolumeSource: path readOnly:bool server
NodeAddress: address type
NodeAffinity: preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm
  requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeCondition: lastHeartbeatTime:time lastTransitionTime:time message reason status type
NodeDaemonEndpoints: kubeletEndpoint:DaemonEndpoint
NodeFeatures: supplementalGroupsPolicy:bool
NodePodPreemptionPolicy: disableResizePreemption:[]string
NodeRuntimeHandler: features:NodeRuntimeHandlerFeatures name
NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts:bool userNamespaces:bool
NodeSelector: nodeSelectorTerms:[]NodeSelectorTerm
NodeSelectorRequirement: key operator values:[]string
NodeSelectorTerm: matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement
NodeSpec: configSource:any externalID podCIDR podCIDRs:[]string podPreemptionPolicy:NodePodPreemptionPolicy
  providerID taints:[]Taint unschedulable:bool
NodeStatus: addresses:[]NodeAddress allocatable:{}quantity capacity:{}quantity conditions:[]NodeCondition
  config:any daemonEndpoints:NodeDaemonEndpoints declaredFeatures:[]string features:NodeFeatures
  images:[]ContainerImage nodeInfo:NodeSystemInfo phase runtimeHandlers:[]NodeRuntimeHandler
  volumesAttached:[]AttachedVolume volumesInUse:[]string
NodeSwapStatus: capacity:int64
NodeSystemInfo: architecture bootID containerRuntimeVersion kernelVersion kubeProxyVersion kubeletVersion
  machineID operatingSystem osImage runningInUserNamespace:bool swap:NodeSwapStatus systemUUID
ObjectFieldSelector: apiVersion fieldPath
ObjectMeta: annotations:{}string creationTimestamp:time deletionGracePeriodSeconds:int64 deletionTimestamp:time
  finalizers:[]string generateName generation:int64 labels:{}string managedFields:any name namespace
  ownerReferences:[]OwnerReference resourceVersion selfLink uid
OwnerReference: apiVersion blockOwnerDeletion:bool controller:bool kind name uid
PersistentVolumeClaimSpec: accessModes:[]string dataSource:TypedLocalObjectReference
  dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements selector:LabelSelector
  storageClassName volumeAttributesClassName volumeMode volumeName
PersistentVolumeClaimTemplate: metadata:ObjectMeta spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource: claimName readOnly:bool
PhotonPersistentDiskVolumeSource: fsType pdID
PodAffinity: preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm
  requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
PodAffinityTerm: labelSelector:LabelSelector matchLabelKeys:[]string mismatchLabelKeys:[]string
  namespaceSelector:LabelSelector namespaces:[]string topologyKey
PodCertificateProjection: certificateChainPath credentialBundlePath keyPath keyType maxExpirationSeconds:int32
  signerName user:int64 userAnnotations:{}string
PodDNSConfig: nameservers:[]string options:[]PodDNSConfigOption searches:[]string
PodDNSConfigOption: name value
PodOS: name
PodReadinessGate: conditionType
PodResourceClaim: name resourceClaimName resourceClaimTemplateName
PodSchedulingGate: name
PodSchedulingGroup: podGroupName
PodSecurityContext: appArmorProfile:AppArmorProfile fsGroup:int64 fsGroupChangePolicy runAsGroup:int64
  runAsNonRoot:bool runAsUser:int64 seLinuxChangePolicy seLinuxOptions:SELinuxOptions
  seccompProfile:SeccompProfile supplementalGroups:[]int64 supplementalGroupsPolicy sysctls:[]Sysctl
  windowsOptions:WindowsSecurityContextOptions
PodSpec: activeDeadlineSeconds:int64 affinity:Affinity automountServiceAccountToken:bool containers:[]Container
  dnsConfig:PodDNSConfig dnsPolicy enableServiceLinks:bool ephemeralContainers:[]EphemeralContainer
  evictionResponders:[]EvictionResponder hostAliases:[]HostAlias hostIPC:bool hostNetwork:bool hostPID:bool
  hostUsers:bool hostname hostnameOverride imagePullSecrets:[]LocalObjectReference initContainers:[]Container
  nodeName nodeSelector:{}string os:PodOS overhead:{}quantity preemptionPolicy priority:int32 priorityClassName
  readinessGates:[]PodReadinessGate resourceClaims:[]PodResourceClaim resources:ResourceRequirements
  restartPolicy runtimeClassName schedulerName schedulingGates:[]PodSchedulingGate
  schedulingGroup:PodSchedulingGroup securityContext:PodSecurityContext serviceAccount serviceAccountName
  setHostnameAsFQDN:bool shareProcessNamespace:bool subdomain terminationGracePeriodSeconds:int64
  tolerations:[]Toleration topologySpreadConstraints:[]TopologySpreadConstraint volumes:[]Volume
PortworxVolumeSource: fsType readOnly:bool volumeID
PreferredSchedulingTerm: preference:NodeSelectorTerm weight:int32
Probe: exec:ExecAction failureThreshold:int32 grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:int32
  periodSeconds:int32 successThreshold:int32 tcpSocket:TCPSocketAction terminationGracePeriodSeconds:int64
  timeoutSeconds:int32
ProjectedVolumeSource: defaultMode:int32 defaultUser:int64 sources:[]VolumeProjection
QuobyteVolumeSource: group readOnly:bool registry tenant user volume
RBDVolumeSource: fsType image keyring monitors:[]string pool readOnly:bool secretRef:LocalObjectReference user
ResourceClaim: name request
ResourceFieldSelector: containerName divisor:quantity resource
ResourceRequirements: claims:[]ResourceClaim limits:{}quantity requests:{}quantity
SELinuxOptions: level role type user
ScaleIOVolumeSource: fsType gateway protectionDomain readOnly:bool secretRef:LocalObjectReference
  sslEnabled:bool storageMode storagePool system volumeName
SeccompProfile: localhostProfile type
SecretEnvSource: name optional:bool
SecretKeySelector: key name optional:bool
SecretProjection: items:[]KeyToPath name optional:bool
SecretVolumeSource: defaultMode:int32 defaultUser:int64 items:[]KeyToPath optional:bool secretName
SecurityContext: allowPrivilegeEscalation:bool appArmorProfile:AppArmorProfile capabilities:Capabilities
  privileged:bool procMount readOnlyRootFilesystem:bool runAsGroup:int64 runAsNonRoot:bool runAsUser:int64
  seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
ServiceAccountTokenProjection: audience expirationSeconds:int64 path user:int64
SleepAction: seconds:int64
StorageOSVolumeSource: fsType readOnly:bool secretRef:LocalObjectReference volumeName volumeNamespace
Sysctl: name value
TCPSocketAction: host port:int-or-string
Taint: effect key timeAdded:time value
Toleration: effect key operator tolerationSeconds:int64 value
TopologySpreadConstraint: labelSelector:LabelSelector matchLabelKeys:[]string maxSkew:int32 minDomains:int32
  nodeAffinityPolicy nodeTaintsPolicy topologyKey whenUnsatisfiable
TypedLocalObjectReference: apiGroup kind name
TypedObjectReference: apiGroup kind name namespace
Volume: awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource
  azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource
  configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource
  emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource
  flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource
  glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource iscsi:ISCSIVolumeSource
  name nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource
  photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource
  projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource
  secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource
VolumeDevice: devicePath name
VolumeMount: bindMountOptions:[]string mountPath mountPropagation name readOnly:bool recursiveReadOnly subPath
  subPathExpr
VolumeProjection: clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection
  downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection
  serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements: limits:{}quantity requests:{}quantity
VsphereVirtualDiskVolumeSource: fsType storagePolicyID storagePolicyName volumePath
WeightedPodAffinityTerm: podAffinityTerm:PodAffinityTerm weight:int32
WindowsSecurityContextOptions: gmsaCredentialSpec gmsaCredentialSpecName hostProcess:bool runAsUserName`;

export type FieldTypes = ReadonlyMap<string, string>;

/** The fields of each type. */
export const TYPES: ReadonlyMap<string, FieldTypes> = new Map(
  TABLE.trim()
    .split(/\n(?! )/)
    .map((row) => {
      const [type = '', fields = ''] = row.split(/:\s+/, 2);
      return [type, new Map(fields.split(/\s+/).map(readField))];
    }),
);

function readField(text: string): [name: string, type: string] {
  const [name = '', type = 'string'] = text.split(':');
  return [name, type];
}
