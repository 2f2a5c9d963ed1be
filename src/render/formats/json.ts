/** `-o json`: prints the figures exactly as measured. docs/reference/measuring.md describes each field. */
import type { TextFormat } from './output-format.ts';

export const jsonFormat: TextFormat = {
  name: 'json',
  summary: 'All figures as one JSON object, for scripts',
  report: renderJson,
  data: renderJson,
};

/** Indented by two spaces. */
function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
