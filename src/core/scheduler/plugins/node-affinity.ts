/** Rejects nodes that the pod's selector or affinity excludes, and scores the others by the pod's preferences (plugins/nodeaffinity). */
import {
  matchesNodeSelector,
  NODE_NAME_FIELD,
  type NodeMatcher,
  preferenceOf,
  requiredNodeAffinity,
} from '../../objects/node-selector.ts';
import type { NodeSelectorTerm } from '../../objects/pod.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { scaleToLargest } from '../framework/normalize-scores.ts';
import { perTemplate } from '../framework/per-template.ts';
import type { NodeFilter, Plugin, PreFilterResult, QueueingHint } from '../framework/plugin.ts';
import { definePlugin, type PluginContext } from '../framework/plugin-definition.ts';
import { type Rejection, unresolvable } from '../framework/rejection.ts';
import { type NodeAffinityArguments, nodeAffinityArguments } from './node-affinity-arguments.ts';

const NAME = 'NodeAffinity';
const NOT_MATCHED = unresolvable(NAME, "node(s) didn't match Pod's node affinity/selector");
const NOT_ENFORCED = unresolvable(NAME, "node(s) didn't match scheduler-enforced node affinity");
const CONFLICT = unresolvable(NAME, 'pod affinity terms conflict');

export const nodeAffinity = definePlugin({
  name: NAME,
  points: ['preFilter', 'filter', 'preScore', 'score'],
  defaultWeight: 2,
  arguments: nodeAffinityArguments,
  create: createNodeAffinity,
});

interface Compiled {
  readonly required: NodeMatcher | undefined;
  readonly preferred: ((node: NonNullable<NodeInfo['node']>) => number) | undefined;
  /** What preFilter answers. */
  readonly filtering: PreFilterResult;
}

/** If every required term names nodes, as in pods of a DaemonSet, only those nodes are searched. */
function createNodeAffinity({
  args: { addedAffinity },
  columns,
}: PluginContext<NodeAffinityArguments>): Plugin {
  const addedSelector = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const added = addedSelector ? matchesNodeSelector(addedSelector) : undefined;
  const addedPreference = preferenceOf(addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
  const filterFor = (required: NodeMatcher | undefined): NodeFilter => {
    const reject = ({ node }: NodeInfo): Rejection | undefined => {
      if (!node) return NOT_MATCHED;
      if (added && !added(node)) return NOT_ENFORCED;
      return required && !required(node) ? NOT_MATCHED : undefined;
    };
    return { local: true, fixed: true, reject };
  };
  const filtering = (
    required: NodeMatcher | undefined,
    terms: readonly NodeSelectorTerm[],
  ): PreFilterResult => {
    if (!required && !added) return 'skip';
    const nodeNames = namedNodes(terms);
    if (nodeNames?.length === 0) return { rejection: CONFLICT };
    const filter = filterFor(required);
    return nodeNames ? { filter, nodeNames } : { filter };
  };
  const notAsked: Compiled = {
    required: undefined,
    preferred: undefined,
    filtering: filtering(undefined, []),
  };
  const compile = perTemplate(columns, ({ spec }): Compiled => {
    const affinity = spec.affinity?.nodeAffinity;
    if (!spec.nodeSelector && !affinity) return notAsked;
    const required = requiredNodeAffinity(spec);
    const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
    return {
      required,
      preferred: preferenceOf(affinity?.preferredDuringSchedulingIgnoredDuringExecution),
      filtering: filtering(required, terms),
    };
  });
  const becomesMatched: QueueingHint = (pod, event) => {
    if (!('after' in event) || !event.after) return false;
    if (added && !added(event.after)) return false;
    const { required } = compile(pod.info);
    if (required && !required(event.after)) return false;
    return !event.before || (required !== undefined && !required(event.before));
  };
  return {
    name: NAME,
    sign: ({ info: { spec } }) => [spec.affinity?.nodeAffinity ?? null, spec.nodeSelector ?? null],
    neverFilters: (template) => !added && !compile(template).required,
    neverScores: (template) => !addedPreference && !compile(template).preferred,
    preFilter: (pod) => compile(pod.info).filtering,
    preScore(pod) {
      const { preferred } = compile(pod.info);
      if (!preferred && !addedPreference) return 'skip';
      return {
        score: ({ node }) => (node ? (addedPreference?.(node) ?? 0) + (preferred?.(node) ?? 0) : 0),
        normalize: scaleToLargest,
      };
    },
    // Terms that contradict each other match no node.
    unprepared: {
      filter(pod) {
        const { required } = compile(pod.info);
        return required || added ? filterFor(required) : 'skip';
      },
    },
    events: [{ kinds: ['node-added', 'node-labels-changed'], hint: becomesMatched }],
  };
}

/** The nodes that the ORed terms name; undefined if a term names none, empty if the names contradict each other. */
function namedNodes(terms: readonly NodeSelectorTerm[]): readonly string[] | undefined {
  const named = new Set<string>();
  for (const term of terms) {
    let ofTerm: Set<string> | undefined;
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== NODE_NAME_FIELD || operator !== 'In') continue;
      const before: Set<string> | undefined = ofTerm;
      ofTerm = new Set((values ?? []).filter((name) => !before || before.has(name)));
    }
    if (!ofTerm) return undefined;
    for (const name of ofTerm) named.add(name);
  }
  return terms.length === 0 ? undefined : [...named];
}
