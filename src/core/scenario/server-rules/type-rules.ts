/** Lists which rules check the fields of a type against each other. */
import { checkContainer, checkContainers, checkProfile, checkSecurity } from './container-rules.ts';
import { checkMetadata, checkPodAnnotations } from './metadata-rules.ts';
import { checkNodeSpec, checkNodeStatus } from './node-rules.ts';
import {
  checkLabelRequirement,
  checkPreferredNodes,
  checkRequiredNodes,
  checkToleration,
} from './placement-rules.ts';
import { checkDeviceClaims, checkPod, checkSystem, checkUsedClaims } from './pod-rules.ts';
import type { TypeRule } from './refusal.ts';
import { checkResources } from './resource-rules.ts';
import { checkFieldFile, checkVariable, checkVariablesFrom } from './variable-rules.ts';
import {
  checkClaim,
  checkClaimTemplate,
  checkFibreChannel,
  checkFlocker,
  checkIscsi,
  checkMounts,
  checkProjection,
  checkVolume,
  checkVolumes,
} from './volume-rules.ts';

/** By type. */
export const TYPE_RULES: ReadonlyMap<string, readonly TypeRule[]> = new Map([
  ['Pod', [checkPodAnnotations]],
  ['ObjectMeta', [checkMetadata]],
  ['PodSpec', [checkPod, checkContainers, checkResources, checkVolumes, checkDeviceClaims, checkSystem]],
  ['Container', [checkContainer, checkSecurity, checkMounts]],
  ['ResourceRequirements', [checkUsedClaims]],
  ['SeccompProfile', [checkProfile]],
  ['AppArmorProfile', [checkProfile]],
  ['EnvVar', [checkVariable]],
  ['EnvFromSource', [checkVariablesFrom]],
  ['DownwardAPIVolumeFile', [checkFieldFile]],
  ['Toleration', [checkToleration]],
  ['LabelSelectorRequirement', [checkLabelRequirement]],
  ['NodeSelector', [checkRequiredNodes]],
  ['PreferredSchedulingTerm', [checkPreferredNodes]],
  ['Volume', [checkVolume]],
  ['VolumeProjection', [checkProjection]],
  ['FCVolumeSource', [checkFibreChannel]],
  ['FlockerVolumeSource', [checkFlocker]],
  ['ISCSIVolumeSource', [checkIscsi]],
  ['PersistentVolumeClaimTemplate', [checkClaimTemplate]],
  ['PersistentVolumeClaimSpec', [checkClaim]],
  ['NodeSpec', [checkNodeSpec]],
  ['NodeStatus', [checkNodeStatus]],
]);
