/** Lists the words of Kubernetes' own that a recording may contain as they are. Any other text may be a name or a secret. */

/** Values of the enumerations of the API. */
const API_WORDS = words(`
  ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod Filesystem Block Pending Available Bound Released Failed Lost Immediate
  WaitForFirstConsumer IfHealthyBudget AlwaysAllow PreemptLowerPriority Never Always OnFailure IfNotPresent NoSchedule PreferNoSchedule
  NoExecute Equal Exists In NotIn DoesNotExist Gt Lt DoNotSchedule ScheduleAnyway Honor Ignore TCP UDP SCTP Running Succeeded Unknown`);

/** Kinds of owners: of Kubernetes, and of operators that many clusters have. */
const OWNER_KINDS = words(`
  Pod Node ReplicaSet ReplicationController Deployment StatefulSet DaemonSet Job CronJob Service ConfigMap Namespace Rollout CloneSet
  AdvancedStatefulSet SidecarSet Workflow CronWorkflow PipelineRun TaskRun RayCluster RayJob RayService SparkApplication PyTorchJob TFJob
  MPIJob XGBoostJob PaddleJob JAXJob TrainJob JobSet LeaderWorkerSet PodGroup PodClique VCJob Workload AppWrapper Notebook InferenceService
  Revision Kafka StrimziPodSet Prometheus Alertmanager Elasticsearch Cluster MachineSet MachineDeployment VirtualMachine
  VirtualMachineInstance GameServer GameServerSet Fleet ScaledJob Runner EphemeralRunner EphemeralRunnerSet AutoscalingRunnerSet
  ProvisioningRequest NodeClaim NodePool Provisioner Sandbox ComposableApplication DataVolume`);

/** API groups of owners, without their version. */
const GROUPS = words(`
  apps batch policy autoscaling extensions storage.k8s.io node.k8s.io scheduling.k8s.io networking.k8s.io resource.k8s.io
  jobset.x-k8s.io leaderworkerset.x-k8s.io kueue.x-k8s.io ray.io sparkoperator.k8s.io kubeflow.org argoproj.io apps.kruise.io
  batch.volcano.sh scheduling.volcano.sh keda.sh serving.knative.dev tekton.dev agones.dev actions.github.com karpenter.sh kubevirt.io`);
const VERSION = /^v\d{1,2}(?:(?:alpha|beta)\d{1,2})?$/;

/** Why a pod or a container ended, is refused or is disrupted. */
const REASONS = words(`
  Completed Error OOMKilled OOMKilling ContainerCannotRun ContainerStatusUnknown StartError DeadlineExceeded Evicted Preempted Preempting
  NodeLost NodeAffinity NodeShutdown NodeNotReady NodeUnreachable NodeFailure Terminated Shutdown UnexpectedAdmissionError Unschedulable
  SchedulingGated SchedulerError FailedScheduling TaintManagerEviction DeletionByTaintManager DeletionByPodGC EvictionByEvictionAPI
  PreemptionByScheduler PreemptionByKubeScheduler TerminationByKubelet BackoffLimitExceeded CrashLoopBackOff ImagePullBackOff ErrImagePull
  ErrImageNeverPull InvalidImageName CreateContainerConfigError CreateContainerError RunContainerError PostStartHookError
  PodFailurePolicy FailedIndexes MaxFailedIndexesExceeded HostPortConflict TopologyAffinityError PodFitsHostPorts PodLevelResourcesNotSupported
  InvalidNodeInfo Rejected Killing ContainerCreating PodInitializing NotReady Infeasible Deferred Expired Drained Deleted Disrupted
  TopologyManagerAffinityError AppArmor PodOSNotSupported PodOSSelectorNodeLabelDoesNotMatch UnexpectedPredicateFailureType
  RestartAllContainers SimulatedByKeg Signaled Finished`);

/** Features that kubelets declare up to 1.37 (k8s.io/component-helpers/nodedeclaredfeatures); a pod may need one of its node. */
const FEATURES = words(`
  ContainerRestartRules DRANodeAllocatableResources DRAOptionalNodeOperations ExtendWebSocketsToKubelet GuaranteedQoSPodCPUResize
  InPlacePodLevelResourcesVerticalScaling InPlacePodVerticalScalingInitContainers InPlacePodVerticalScalingMemoryBackedVolumes
  RestartAllContainersOnContainerExits UserNamespacesHostNetworkSupport VolumeBindMountOptions`);

/** Plugins of kube-scheduler. */
const PLUGINS = words(`
  PrioritySort NodeUnschedulable NodeName TaintToleration NodeAffinity NodePorts NodeResourcesFit NodeResourcesBalancedAllocation ImageLocality
  PodTopologySpread InterPodAffinity VolumeRestrictions NodeVolumeLimits EBSLimits GCEPDLimits AzureDiskLimits CinderLimits VolumeBinding
  VolumeZone DefaultPreemption DefaultBinder SchedulingGates DynamicResources SelectorSpread NodePreferAvoidPods NodeDeclaredFeatures
  GangScheduling PodGroupPodsCount`);

export const isApiWord = (text: string): boolean => API_WORDS.has(text);
export const isOwnerKind = (text: string): boolean => OWNER_KINDS.has(text);
export const isReason = (text: string): boolean => REASONS.has(text);
export const isFeature = (text: string): boolean => FEATURES.has(text);
export const isSchedulerPlugin = (text: string): boolean => PLUGINS.has(text);

/** `v1`, `apps/v1` */
export function isApiVersion(text: string): boolean {
  const slash = text.lastIndexOf('/');
  return VERSION.test(text.slice(slash + 1)) && (slash < 0 || GROUPS.has(text.slice(0, slash)));
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
