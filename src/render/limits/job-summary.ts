/** Writes checked limits as a Markdown table, for the summary of a CI job. */
import type { LimitResult } from '../../core/comparing/limit-results.ts';
import { resultText } from './limit-words.ts';

export function jobSummary(results: readonly LimitResult[], title: string): string {
  const rows = results.map((result) => {
    const [state = '', rest = ''] = resultText(result).split(/: (.*)/s);
    const figure = rest
      .slice(result.limit.text.length)
      .trim()
      .replace(/^\((.*)\)$/s, '$1');
    return `| ${state === 'holds' ? '✅' : '❌'} ${state} | \`${cell(result.limit.text)}\` | ${cell(figure)} |`;
  });
  return [`### ${cell(title)}`, '', '| | limit | figure |', '| --- | --- | --- |', ...rows, '', ''].join(
    '\n',
  );
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
