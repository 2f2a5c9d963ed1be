/** Reads label selectors as kubectl's --selector takes them: `app=web,tier!=cache`, `env in (a,b)`, `!canary`. */
import { compileLabelSelector, type LabelMatcher } from './label-selector.ts';

const KEY = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const EQUALITY = new RegExp(String.raw`^(${KEY})\s*(==|=|!=)\s*([-A-Za-z0-9_.]*)$`);
const SET = new RegExp(String.raw`^(${KEY})\s+(in|notin)\s*\(([^()]*)\)$`);
const PRESENCE = new RegExp(`^(!?)\\s*(${KEY})$`);

type Requirement = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };

/**
 * Labels match if every requirement does. Source: k8s.io/apimachinery/pkg/labels/selector.go, Parse.
 *
 * @returns undefined for a text that is no selector, and for one without any requirement.
 */
export function parseSelectorText(text: string): LabelMatcher | undefined {
  const parts = text.split(/,(?![^()]*\))/).map((part) => part.trim());
  const requirements = parts.map(requirementOf);
  if (!requirements.every((requirement) => requirement !== undefined)) return undefined;
  return compileLabelSelector({ matchExpressions: requirements });
}

function requirementOf(part: string): Requirement | undefined {
  const equality = EQUALITY.exec(part);
  if (equality) {
    const [, key = '', operator, value = ''] = equality;
    return { key, operator: operator === '!=' ? 'NotIn' : 'In', values: [value] };
  }
  const set = SET.exec(part);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    return {
      key,
      operator: operator === 'in' ? 'In' : 'NotIn',
      values: list.split(',').map((value) => value.trim()),
    };
  }
  const presence = PRESENCE.exec(part);
  if (!presence) return undefined;
  const [, not, key = ''] = presence;
  return { key, operator: not === '!' ? 'DoesNotExist' : 'Exists' };
}
