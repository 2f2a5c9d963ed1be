/** Lists the fields that an API server requires (pkg/apis/core/validation of Kubernetes 1.37). */

interface RequiredField {
  readonly field: string;
  /** Keg completes it in the pods that it creates. */
  readonly isCompleted: boolean;
}

/** Fields that must be there and must not be empty, by type. With ?, keg completes them. */
export const REQUIRED: ReadonlyMap<string, readonly RequiredField[]> = new Map(
  `
Container name? image?
ContainerPort containerPort
ContainerResizePolicy resourceName restartPolicy
ContainerRestartRule action exitCodes
ContainerRestartRuleOnExitCodes operator
EnvVar name
ConfigMapEnvSource name
SecretEnvSource name
ConfigMapKeySelector name key
SecretKeySelector name key
FileKeySelector key volumeName path
ObjectFieldSelector fieldPath
ResourceFieldSelector resource
HTTPGetAction port
TCPSocketAction port
GRPCAction port
HTTPHeader name
SeccompProfile type
AppArmorProfile type
Sysctl name
PodDNSConfigOption name
PodOS name
PodReadinessGate conditionType
PodSchedulingGate name
PodSchedulingGroup podGroupName
PodResourceClaim name
HostAlias ip
ResourceClaim name
OwnerReference apiVersion kind name uid
LabelSelectorRequirement key operator
NodeSelectorRequirement key operator
PreferredSchedulingTerm weight preference
WeightedPodAffinityTerm weight podAffinityTerm
PodAffinityTerm topologyKey
TopologySpreadConstraint maxSkew topologyKey whenUnsatisfiable
Volume name
VolumeMount name mountPath
VolumeDevice name devicePath
HostPathVolumeSource path
SecretVolumeSource secretName
SecretProjection name
ConfigMapVolumeSource name
ConfigMapProjection name
KeyToPath key path
DownwardAPIVolumeFile path
ServiceAccountTokenProjection path
ClusterTrustBundleProjection path
PersistentVolumeClaimVolumeSource claimName
EphemeralVolumeSource volumeClaimTemplate
PersistentVolumeClaimTemplate spec
PersistentVolumeClaimSpec accessModes resources
CSIVolumeSource driver
NFSVolumeSource server path
GCEPersistentDiskVolumeSource pdName
AWSElasticBlockStoreVolumeSource volumeID
AzureDiskVolumeSource diskName diskURI
AzureFileVolumeSource secretName shareName
CephFSVolumeSource monitors
CinderVolumeSource volumeID
FlexVolumeSource driver
GitRepoVolumeSource repository
GlusterfsVolumeSource endpoints path
ISCSIVolumeSource targetPortal iqn
PhotonPersistentDiskVolumeSource pdID
PortworxVolumeSource volumeID
QuobyteVolumeSource registry volume
RBDVolumeSource monitors image
ScaleIOVolumeSource gateway system volumeName
StorageOSVolumeSource volumeName
VsphereVirtualDiskVolumeSource volumePath
ImageVolumeSource reference
Taint key effect
`
    .trim()
    .split('\n')
    .map((line) => {
      const [type = '', ...fields] = line.split(' ');
      return [type, fields.map(requiredField)];
    }),
);

function requiredField(text: string): RequiredField {
  return { field: text.replace('?', ''), isCompleted: text.endsWith('?') };
}
