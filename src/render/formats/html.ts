/** `-o html`: prints one page with charts, a slider over time and the tables, which loads nothing else. */
import type { PageFormat } from './output-format.ts';

export const htmlFormat: PageFormat = {
  name: 'html',
  summary: 'One page with charts over time, for a browser; it loads nothing else',
  async page(measured, by) {
    const { renderRecordingPage } = await import('../html/recording-page.ts');
    return renderRecordingPage(measured, by);
  },
};
