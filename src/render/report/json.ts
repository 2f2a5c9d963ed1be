/** `-o json`: figures exactly as measured (docs/reference/measuring.md says what each field is). */
import type { Figures } from '../../core/measure/figures.ts';

/** Indented by two, ending with a line break. */
export function renderJson(figures: Figures): string {
  return `${JSON.stringify(figures, null, 2)}\n`;
}
