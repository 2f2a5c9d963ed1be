/** `-o yaml`: prints the same data as `-o json`. */
import type { TextFormat } from './output-format.ts';

export const yamlFormat: TextFormat = {
  name: 'yaml',
  summary: 'The same data as json, as YAML',
  report: renderYaml,
  data: renderYaml,
};

async function renderYaml(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  // Through JSON, so that both formats leave out the same keys.
  const data = JSON.parse(JSON.stringify(value)) as unknown;
  return stringify(data, { lineWidth: 0, aliasDuplicateObjects: false });
}
