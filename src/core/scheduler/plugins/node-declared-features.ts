/** Rejects nodes whose kubelet does not declare a feature that the pod needs (plugins/nodedeclaredfeatures, component-helpers/nodedeclaredfeatures). */
import type { PodSpec } from '../../objects/pod.ts';
import { perTemplate } from '../framework/per-template.ts';
import { definePlugin } from '../framework/plugin-definition.ts';
import { unresolvable } from '../framework/rejection.ts';
import type { Behaviour } from '../kubernetes-version.ts';

const NAME = 'NodeDeclaredFeatures';
const LACKING = unresolvable(NAME, "node(s) didn't match Pod's required features");
const NONE: readonly string[] = [];

/** The features that a pod can need before it runs. Features that only matter for a change of a running pod are left out. */
export const nodeDeclaredFeatures = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter'],
  isDefault: ({ nodeDeclaredFeatures: isOn }) => isOn,
  create: ({ behaviour, columns }) => {
    if (!behaviour.nodeDeclaredFeatures) return { name: NAME, sign: () => null };
    const featuresOf = perTemplate(columns, ({ spec }) => {
      const features = neededFeatures(spec, behaviour);
      return features.length === 0 ? NONE : features;
    });
    return {
      name: NAME,
      sign: ({ info }) => featuresOf(info),
      neverFilters: (template) => featuresOf(template).length === 0,
      preFilter(pod) {
        const needed = featuresOf(pod.info);
        if (needed.length === 0) return 'skip';
        return {
          filter: {
            local: true,
            reject: ({ node }) => {
              const declared = node?.status.declaredFeatures ?? NONE;
              return needed.every((feature) => declared.includes(feature)) ? undefined : LACKING;
            },
          },
        };
      },
      unprepared: {
        withoutPreFilter: 'error reading "PreFilterNodeDeclaredFeatures" from cycle-state: not found',
      },
      events: [{ kinds: ['node-added', 'node-features-changed'] }],
    };
  },
});

function neededFeatures(spec: PodSpec, behaviour: Behaviour): readonly string[] {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const features: string[] = [];
  if (
    containers.some(({ restartPolicyRules }) =>
      restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
    )
  )
    features.push('RestartAllContainersOnContainerExits');
  if (spec.hostNetwork && spec.hostUsers === false) features.push('UserNamespacesHostNetworkSupport');
  if (
    behaviour.bindMountOptionsDeclared &&
    containers.some(({ volumeMounts }) =>
      volumeMounts?.some(({ bindMountOptions }) => (bindMountOptions?.length ?? 0) > 0),
    )
  )
    features.push('VolumeBindMountOptions');
  return features;
}
