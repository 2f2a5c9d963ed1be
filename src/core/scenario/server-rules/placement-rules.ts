/** Refuses tolerations and affinity terms that an API server refuses (ValidateTolerations, validateAffinity). */
import type { NodeSelectorRequirement, Toleration } from '../../objects/pod.ts';
import { dnsSubdomain, labelValue, qualifiedName } from './name-syntax.ts';
import { type Refuse, rule, type TypeRule } from './refusal.ts';

export const checkToleration: TypeRule = rule<Toleration>(
  ({ key, operator, value, effect, tolerationSeconds }, refuse) => {
    if (!key && operator !== 'Exists') refuse('operator', 'must be Exists where there is no key');
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      refuse('effect', 'must be NoExecute where tolerationSeconds are given');
    if (operator === 'Exists' && value) refuse('value', 'goes with operator: Equal, not with Exists');
    const wrong = operator === 'Exists' ? undefined : labelValue(value ?? '');
    if (wrong) refuse('value', wrong);
  },
);

interface Requirement {
  readonly operator: string;
  readonly values?: readonly string[];
}

/** `In` needs values, and `Exists` has none. */
export const checkLabelRequirement: TypeRule = rule<Requirement>(checkValues);

function checkValues({ operator, values = [] }: Requirement, refuse: Refuse): void {
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
    refuse('values', `are missing: ${operator} needs them`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    refuse('values', `do not go with ${operator}`);
}

export const checkRequiredNodes: TypeRule = rule<{ nodeSelectorTerms?: readonly NodeTerm[] }>(
  ({ nodeSelectorTerms = [] }, refuse) => {
    if (nodeSelectorTerms.length === 0) refuse('nodeSelectorTerms', 'needs at least one term');
    for (const [index, term] of nodeSelectorTerms.entries())
      checkNodeTerm(term, ['nodeSelectorTerms', index], true, refuse);
  },
);

/** A preferred term may have values that no label can have. */
export const checkPreferredNodes: TypeRule = rule<{ preference?: NodeTerm }>(({ preference }, refuse) => {
  if (preference) checkNodeTerm(preference, ['preference'], false, refuse);
});

interface NodeTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  readonly matchFields?: readonly NodeSelectorRequirement[];
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function checkNodeTerm(
  { matchExpressions = [], matchFields = [] }: NodeTerm,
  path: readonly PropertyKey[],
  areLabels: boolean,
  refuse: Refuse,
): void {
  for (const [index, requirement] of matchExpressions.entries()) {
    const at = [...path, 'matchExpressions', index];
    const { key, operator, values } = requirement;
    if (!OPERATORS.includes(operator))
      refuse([...at, 'operator'], `"${operator}" is not one of ${OPERATORS.join(', ')}`);
    checkValues({ operator, values: values ?? [] }, (field, message) =>
      refuse([...at, String(field)], message),
    );
    if ((operator === 'Gt' || operator === 'Lt') && values?.length !== 1)
      refuse([...at, 'values'], `${operator} needs exactly one value`);
    const wrong = qualifiedName(key);
    if (wrong) refuse([...at, 'key'], wrong);
    const wrongValue = areLabels ? (values ?? []).map(labelValue).find(Boolean) : undefined;
    if (wrongValue) refuse([...at, 'values'], wrongValue);
  }
  for (const [index, { key, operator, values }] of matchFields.entries()) {
    const at = [...path, 'matchFields', index];
    if (key !== 'metadata.name') refuse([...at, 'key'], `"${key}" is not metadata.name`);
    if (operator !== 'In' && operator !== 'NotIn')
      refuse([...at, 'operator'], `"${operator}" is not In or NotIn`);
    if (values?.length !== 1) refuse([...at, 'values'], 'must be exactly one name of a node');
    const wrong = (values ?? []).map(dnsSubdomain).find(Boolean);
    if (wrong) refuse([...at, 'values'], wrong);
  }
}
