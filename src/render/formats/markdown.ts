/** `-o markdown`: prints the tables as GitHub's Markdown. */
import type { TextFormat } from './output-format.ts';

export const markdownFormat: TextFormat = {
  name: 'markdown',
  summary: 'The tables as Markdown, for summaries of CI jobs and issues',
  async report(figures, { by }) {
    const { renderMarkdown } = await import('../report/report-markdown.ts');
    return renderMarkdown(figures, by);
  },
};
