/** Refuses nodes that an API server refuses: fractions of devices, taints that are there twice, features that are not in order (ValidateNode). */
import type { Taint } from '../../objects/node.ts';
import type { ResourceList } from '../../objects/pod.ts';
import { thousandths } from '../../objects/quantity.ts';
import { addressRange } from './name-syntax.ts';
import { type Refuse, rule, type TypeRule } from './refusal.ts';
import { checkOffer } from './resource-rules.ts';

interface NodeFields {
  readonly taints?: readonly Taint[];
  readonly podCIDR?: string;
  readonly podCIDRs?: readonly string[];
}

export const checkNodeSpec: TypeRule = rule<NodeFields>(
  ({ taints = [], podCIDR = '', podCIDRs = [] }, refuse) => {
    const seen = new Set<string>();
    for (const [index, { key, effect }] of taints.entries()) {
      const pair = `${key} ${effect}`;
      if (seen.has(pair)) refuse(['taints', index], `a second taint of "${key}" with ${effect}`);
      seen.add(pair);
    }
    // Where the two differ, podCIDR counts (pkg/apis/core/v1/conversion.go).
    const ranges = podCIDR !== '' && podCIDRs[0] !== podCIDR ? [podCIDR] : podCIDRs;
    const wrong = ranges.map(addressRange).find(Boolean);
    if (wrong) refuse('podCIDRs', wrong);
    const families = new Set(ranges.map((each) => each.includes(':')));
    if (ranges.length > families.size) refuse('podCIDRs', 'are more than one of IPv4 and one of IPv6');
  },
);

export const checkNodeStatus: TypeRule = rule<{
  capacity?: ResourceList;
  allocatable?: ResourceList;
  declaredFeatures?: readonly string[];
}>(({ capacity, allocatable, declaredFeatures = [] }, refuse) => {
  checkAmounts(capacity ?? {}, 'capacity', refuse);
  checkAmounts(allocatable ?? {}, 'allocatable', refuse);
  for (const [index, feature] of declaredFeatures.entries()) {
    const at = ['declaredFeatures', index];
    if (feature.length > 253 || !/^[A-Z][a-zA-Z0-9]*(\/[a-zA-Z][a-zA-Z0-9]*)*$/.test(feature))
      refuse(at, `"${feature}" is no name of a feature`);
    const before = declaredFeatures[index - 1];
    if (before !== undefined && before >= feature) refuse(at, 'features must be in order, each once');
  }
});

function checkAmounts(list: ResourceList, field: string, refuse: Refuse): void {
  for (const [name, quantity] of Object.entries(list)) {
    if (thousandths(quantity) < 0n) refuse([field, name], `${quantity} is negative`);
  }
  checkOffer(list, [field], refuse);
}
