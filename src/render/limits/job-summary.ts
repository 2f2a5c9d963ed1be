/** Writes checked limits as a Markdown table, for the summary of a CI job. */
import type { LimitResult } from '../../core/comparing/limit-results.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown/markdown-table.ts';
import { resultText } from './limit-words.ts';

export function jobSummary(results: readonly LimitResult[], title: string): string {
  const rows = results.map((result) => {
    const [state = '', rest = ''] = resultText(result).split(/: (.*)/s);
    const figure = rest
      .slice(result.limit.text.length)
      .trim()
      .replace(/^\((.*)\)$/s, '$1');
    const mark = state === 'holds' ? '✅' : '❌';
    return [`${mark} ${state}`, markdownCode(result.limit.text), markdownText(figure)];
  });
  const table = markdownTable([{ head: '' }, { head: 'limit' }, { head: 'figure' }], rows);
  return [`### ${markdownText(title)}`, '', ...table, '', ''].join('\n');
}
