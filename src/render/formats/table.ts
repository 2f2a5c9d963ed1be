/** `-o table`: prints tables for people. */
import type { TextFormat } from './output-format.ts';

export const tableFormat: TextFormat = {
  name: 'table',
  summary: 'Tables for people, as wide as the terminal (the default)',
  isForPeople: true,
  async report(figures, layout) {
    const { renderTable } = await import('../report/table.ts');
    return renderTable(figures, layout);
  },
};
