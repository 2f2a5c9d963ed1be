/** `-o wide`: prints the tables with more rows. */
import type { TextFormat } from './output-format.ts';

export const wideFormat: TextFormat = {
  name: 'wide',
  summary: 'The tables with more rows, and with resources that no pod requested',
  isForPeople: true,
  async report(figures, layout) {
    const { renderTable } = await import('../report/table.ts');
    return renderTable(figures, { ...layout, wide: true });
  },
};
