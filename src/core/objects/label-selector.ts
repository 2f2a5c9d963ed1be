/** Compiles label selectors into functions, so that a selector is read once for all pods (apimachinery, LabelSelectorAsSelector). */

export type Labels = Readonly<Record<string, string>>;

interface LabelSelectorRequirement {
  readonly key: string;
  /** In, NotIn, Exists, DoesNotExist. */
  readonly operator: string;
  readonly values?: readonly string[] | null | undefined;
}

export interface LabelSelector {
  readonly matchLabels?: Labels | null | undefined;
  readonly matchExpressions?: readonly LabelSelectorRequirement[] | null | undefined;
}

export type LabelMatcher = (labels: Labels) => boolean;

/** A missing selector matches nothing, an empty one everything. A requirement with an unknown operator matches nothing. */
export function compileLabelSelector(selector: LabelSelector | null | undefined): LabelMatcher {
  if (!selector) return () => false;
  const pairs = Object.entries(selector.matchLabels ?? {});
  const tests = (selector.matchExpressions ?? []).map(compileRequirement);
  return (labels) =>
    pairs.every(([key, value]) => labels[key] === value) && tests.every((test) => test(labels));
}

/** `NotIn` and `DoesNotExist` also match where the key is missing. */
function compileRequirement({ key, operator, values }: LabelSelectorRequirement): LabelMatcher {
  const listed = new Set(values ?? []);
  const has = (labels: Labels) => Object.hasOwn(labels, key);
  switch (operator) {
    case 'In':
      return (labels) => has(labels) && listed.has(labels[key] as string);
    case 'NotIn':
      return (labels) => !has(labels) || !listed.has(labels[key] as string);
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return (labels) => !has(labels);
    default:
      return () => false;
  }
}
