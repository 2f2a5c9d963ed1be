/** Figures as text in the format that was asked for; each format is loaded only when it is wanted. */
import type { Figures } from '../../core/measure/figures.ts';
import type { ReportFormat } from './output-choice.ts';
import type { TableOptions } from './table.ts';

export async function renderFigures(
  figures: Figures,
  format: Exclude<ReportFormat, 'csv'>,
  options: Omit<TableOptions, 'wide'>,
): Promise<string> {
  if (format === 'json') return (await import('./json.ts')).renderJson(figures);
  if (format === 'yaml') return (await import('./yaml.ts')).renderYaml(figures);
  const { renderTable } = await import('./table.ts');
  return renderTable(figures, { ...options, wide: format === 'wide' });
}
