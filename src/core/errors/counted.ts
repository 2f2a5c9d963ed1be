/** Writes a number with its noun, `1 pod` and `2,400 pods`: the only place that decides about singular and plural. */

/** @param plural where it is not made by the rule: `pods`, `classes`, `entries`. */
export function counted(count: number, singular: string, plural = pluralOf(singular)): string {
  const grouped = String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped} ${count === 1 ? singular : plural}`;
}

/** Of the last word: -es after a hiss, -ies for -y after a consonant, otherwise -s. */
function pluralOf(singular: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(singular)) return `${singular}es`;
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return `${singular}s`;
}
