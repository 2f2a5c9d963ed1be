/** Writes checked limits as JUnit XML, which CI systems show as tests. */
import type { LimitResult } from '../../core/comparing/limit-results.ts';
import { resultText } from './limit-words.ts';

/** One test case for each limit. */
export function junitXml(results: readonly LimitResult[], suite: string): string {
  const failures = results.filter(({ holds }) => !holds).length;
  const cases = results.map((result) => {
    const name = `    <testcase classname="${escaped(suite)}" name="${escaped(result.limit.text)}"`;
    if (result.holds) return `${name}/>`;
    return `${name}>\n      <failure message="${escaped(resultText(result))}"/>\n    </testcase>`;
  });
  const counts = `tests="${results.length}" failures="${failures}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 has no control characters, not even as entities. */
function escaped(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\uFFFD').replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);
}
