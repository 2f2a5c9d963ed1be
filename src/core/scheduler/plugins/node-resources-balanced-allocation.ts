/** Scores nodes by how evenly their resources are used (plugins/noderesources/balanced_allocation.go). */

import { z } from 'zod';
import type { NodeInfo } from '../cache/node-info.ts';
import { perTemplate } from '../framework/per-template.ts';
import { MAX_NODE_SCORE, type Plugin, type PreScoreResult } from '../framework/plugin.ts';
import { definePlugin, type PluginContext } from '../framework/plugin-definition.ts';
import { signRequests } from '../framework/pod-signature.ts';
import { divide } from '../integer.ts';
import { type ResourceTerm, registerResources, resourceTerms, scoredResources } from './resource-scoring.ts';

const NAME = 'NodeResourcesBalancedAllocation';
const HALF = MAX_NODE_SCORE / 2;

/** Every resource once, with weight 1 (validation_pluginargs.go, ValidateNodeResourcesBalancedAllocationArgs). */
const balancedAllocationArguments = z
  .strictObject({ resources: scoredResources })
  .superRefine(({ resources }, context) => {
    for (const [i, { name, weight }] of resources.entries()) {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: ['resources', i, field], message });
      if (resources.findIndex((each) => each.name === name) < i) refuse('name', `Duplicate value: "${name}"`);
      if (weight !== 1) refuse('weight', `Invalid value: ${weight}: must be 1`);
    }
  });

export const nodeResourcesBalancedAllocation = definePlugin({
  name: NAME,
  points: ['preScore', 'score'],
  arguments: balancedAllocationArguments,
  create: createBalancedAllocation,
});

/**
 * Up to 1.35 the score is the balance with the pod on the node. From 1.36 it is 75 plus half of the change that the pod brings to the
 * balance. Only requests count: a missing request is 0.
 */
function createBalancedAllocation({
  args: { resources },
  behaviour,
  columns,
}: PluginContext<z.infer<typeof balancedAllocationArguments>>): Plugin {
  registerResources(resources, columns);
  const scorerOf = perTemplate((info): PreScoreResult => {
    const terms = resourceTerms(resources, info, columns, false);
    if (behaviour.balancedSkipsBestEffort && terms.every(({ request }) => request === 0)) return 'skip';
    if (!behaviour.balancedScoresChange) return { local: true, score: (node) => balance(node, terms, true) };
    return {
      local: true,
      score: (node) => HALF + divide(HALF + balance(node, terms, true) - balance(node, terms, false), 2),
    };
  });
  return {
    name: NAME,
    sign: signRequests,
    preScore: (pod) => scorerOf(pod.info),
  };
}

/** (1 - standard deviation of the used fractions) × 100, truncated. */
function balance(info: NodeInfo, terms: readonly ResourceTerm[], withPod: boolean): number {
  let count = 0;
  let first = 0;
  let second = 0;
  let sum = 0;
  for (const term of terms) {
    const fraction = usedFraction(info, term, withPod);
    if (fraction === undefined) continue;
    if (count === 0) first = fraction;
    else if (count === 1) second = fraction;
    sum += fraction;
    count += 1;
  }
  let deviation = 0;
  if (count === 2) deviation = Math.abs((first - second) / 2);
  else if (count > 2) {
    const mean = sum / count;
    let squares = 0;
    for (const term of terms) {
      const fraction = usedFraction(info, term, withPod);
      if (fraction !== undefined) squares += (fraction - mean) * (fraction - mean);
    }
    deviation = Math.sqrt(squares / count);
  }
  return Math.trunc((1 - deviation) * MAX_NODE_SCORE);
}

/** Undefined if the node has none of the resource. */
function usedFraction(info: NodeInfo, term: ResourceTerm, withPod: boolean): number | undefined {
  const capacity = info.allocatable[term.column] as number;
  if (capacity === 0) return undefined;
  const used = (info.requested[term.column] as number) + (withPod ? term.request : 0);
  return Math.min(used / capacity, 1);
}
