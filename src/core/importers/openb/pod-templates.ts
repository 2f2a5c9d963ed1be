/** Converts the trace's pods to pod templates; pods with equal requests and constraints share one. */
import type { PodSpec, PodTemplate, ResourceList } from '../../objects/pod.ts';
import { cpuQuantity, GPU_MODEL_LABEL, GPU_RESOURCE } from './node-shapes.ts';
import type { OpenbPod } from './trace.ts';

/** The label for the trace's class of service (LS, BE, Burstable, Guaranteed), which differs from Kubernetes' own. */
const QOS_LABEL = 'openb/qos';

/** Returns a function that gives equal pods the same object, so that values derived from a template are computed once. */
export function podTemplates(): (pod: OpenbPod) => PodTemplate {
  const templates = new Map<string, PodTemplate>();
  return (pod) => {
    const key = JSON.stringify([pod.cpuMilli, pod.memoryMebibytes, pod.gpuMilli, pod.models, pod.qos]);
    const known = templates.get(key);
    if (known) return known;
    const template = toTemplate(pod);
    templates.set(key, template);
    return template;
  };
}

function toTemplate(pod: OpenbPod): PodTemplate {
  const gpu: ResourceList = pod.gpuMilli > 0 ? { [GPU_RESOURCE]: String(pod.gpuMilli) } : {};
  const requests = { cpu: cpuQuantity(pod.cpuMilli), memory: `${pod.memoryMebibytes}Mi`, ...gpu };
  const limits = pod.gpuMilli > 0 ? { limits: gpu } : {};
  return {
    metadata: { labels: { [QOS_LABEL]: pod.qos } },
    spec: { containers: [{ name: 'main', resources: { requests, ...limits } }], ...placement(pod.models) },
  };
}

/** One model becomes a node selector; a choice of several becomes a required node affinity. */
function placement(models: readonly string[]): Pick<PodSpec, 'nodeSelector' | 'affinity'> {
  const [only, ...others] = models;
  if (only === undefined) return {};
  if (others.length === 0) return { nodeSelector: { [GPU_MODEL_LABEL]: only } };
  const requirement = { key: GPU_MODEL_LABEL, operator: 'In', values: models };
  const nodeSelectorTerms = [{ matchExpressions: [requirement] }];
  return {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
  };
}
