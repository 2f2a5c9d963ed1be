/** `-o yaml`: the same data as `-o json`. */
import { stringify } from 'yaml';
import type { Figures } from '../../core/measure/figures.ts';

export function renderYaml(figures: Figures): string {
  return stringify(figures, { lineWidth: 0, aliasDuplicateObjects: false });
}
