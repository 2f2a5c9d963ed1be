/** Compiles node selectors and node affinity into functions, so that a pod template is read once for all nodes. */
import type { Node } from './node.ts';
import type {
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodSpec,
  PreferredSchedulingTerm,
} from './pod.ts';

export type NodeMatcher = (node: Node) => boolean;

/** The only field that a node selector may name. */
export const NODE_NAME_FIELD = 'metadata.name';

const NEVER: NodeMatcher = () => false;
const INT64_MAX = 2n ** 63n - 1n;
const QUALIFIED_NAME =
  /^(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/;

/**
 * Whether a node satisfies both `spec.nodeSelector` and the required node affinity. Undefined if the pod has neither.
 * Source: component-helpers/scheduling/corev1/nodeaffinity, GetRequiredNodeAffinity.
 */
export function requiredNodeAffinity(spec: PodSpec): NodeMatcher | undefined {
  const labels = Object.entries(spec.nodeSelector ?? {});
  const selector = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const affinity = selector ? matchesNodeSelector(selector) : undefined;
  if (labels.length === 0) return affinity;
  return (node) =>
    labels.every(([key, value]) => labelOf(node, key) === value) &&
    (affinity === undefined || affinity(node));
}

/** Whether a node satisfies one of the terms. An empty term, or a term that Kubernetes cannot parse, matches no node. */
export function matchesNodeSelector(selector: NodeSelector): NodeMatcher {
  const terms = (selector.nodeSelectorTerms ?? []).map(matchesTerm);
  return (node) => terms.some((matches) => matches(node));
}

/** The sum of the weights of the preferred terms that a node satisfies. Undefined without any term. */
export function preferenceOf(
  terms: readonly PreferredSchedulingTerm[] | null | undefined,
): ((node: Node) => number) | undefined {
  if (!terms || terms.length === 0) return undefined;
  const compiled = terms.map((term) => ({ weight: term.weight, matches: matchesTerm(term.preference) }));
  return (node) => {
    let sum = 0;
    for (const { weight, matches } of compiled) if (matches(node)) sum += weight;
    return sum;
  };
}

function matchesTerm(term: NodeSelectorTerm): NodeMatcher {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return NEVER;
  const requirements = [...expressions.map(matchesExpression), ...fields.map(matchesField)];
  if (requirements.includes(undefined)) return NEVER;
  const matchers = requirements as NodeMatcher[];
  return (node) => matchers.every((matches) => matches(node));
}

/** Undefined for a requirement that Kubernetes cannot parse (apimachinery/pkg/labels, NewRequirement). */
function matchesExpression(requirement: NodeSelectorRequirement): NodeMatcher | undefined {
  const { key, operator } = requirement;
  const values = requirement.values ?? [];
  if (!QUALIFIED_NAME.test(key) || !values.every((value) => LABEL_VALUE.test(value))) return undefined;
  const set = new Set(values);
  switch (operator) {
    case 'In':
      if (set.size === 0) return undefined;
      return (node) => {
        const label = labelOf(node, key);
        return label !== undefined && set.has(label);
      };
    case 'NotIn':
      if (set.size === 0) return undefined;
      return (node) => {
        const label = labelOf(node, key);
        return label === undefined || !set.has(label);
      };
    case 'Exists':
      return set.size === 0 ? (node) => labelOf(node, key) !== undefined : undefined;
    case 'DoesNotExist':
      return set.size === 0 ? (node) => labelOf(node, key) === undefined : undefined;
    case 'Gt':
    case 'Lt':
      return matchesComparison(key, operator, values);
    default:
      return undefined;
  }
}

function matchesComparison(
  key: string,
  operator: 'Gt' | 'Lt',
  values: readonly string[],
): NodeMatcher | undefined {
  const bound = values.length === 1 ? parseInt64(values[0]) : undefined;
  if (bound === undefined) return undefined;
  return (node) => {
    const label = parseInt64(labelOf(node, key));
    return label !== undefined && (operator === 'Gt' ? label > bound : label < bound);
  };
}

/** A field accepts only In and NotIn, with exactly one value. */
function matchesField(requirement: NodeSelectorRequirement): NodeMatcher | undefined {
  const [value, ...more] = requirement.values ?? [];
  if (value === undefined || more.length > 0) return undefined;
  const named = requirement.key === NODE_NAME_FIELD;
  if (requirement.operator === 'In') return (node) => (named ? node.metadata.name : '') === value;
  if (requirement.operator === 'NotIn') return (node) => (named ? node.metadata.name : '') !== value;
  return undefined;
}

function labelOf(node: Node, key: string): string | undefined {
  const labels = node.metadata.labels;
  return labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** Go's strconv.ParseInt(text, 10, 64). Undefined if that fails. */
function parseInt64(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value <= INT64_MAX && value >= -INT64_MAX - 1n ? value : undefined;
}
