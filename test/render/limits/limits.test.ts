/** How checked limits are shown: a line, JUnit XML, and a Markdown table. */
import test from 'ava';
import { parseLimit } from '../../../src/core/comparing/limit.ts';
import { checkLimits } from '../../../src/core/comparing/limit-results.ts';
import { jobSummary } from '../../../src/render/limits/job-summary.ts';
import { junitXml } from '../../../src/render/limits/junit.ts';
import { resultText } from '../../../src/render/limits/limit-words.ts';
import { bound, created, NODE_A, run } from '../../core/measure/small-recording.ts';

const report = (wait: number) => run([NODE_A, created('p', 0), bound('p', wait)]);
const LIMITS = ['waiting.p95 < 30us', 'cluster.resources.memory.requested.max <= 2Gi'].map(parseLimit);
const one = checkLimits(LIMITS, [{ name: 'day', figures: report(40) }]);
const seeds = [10, 20, 40].map((wait, index) => ({ name: `seed ${index}`, figures: report(wait) }));

test('a line names the limit and the figure', (t) => {
  t.deepEqual(one.map(resultText), [
    'broken: waiting.p95 < 30us (is 40µs)',
    'holds: cluster.resources.memory.requested.max <= 2Gi (is 1Gi)',
  ]);
  t.is(
    resultText(checkLimits(LIMITS, seeds)[0]!),
    'broken: waiting.p95 < 30us (holds in 2 of 3, is 10µs to 40µs)',
  );
  const [nothing] = checkLimits(LIMITS, [{ name: 'empty', figures: run([]) }]);
  t.is(resultText(nothing!), 'broken: waiting.p95 < 30us (has no value)');
});

test('JUnit XML has one test case for each limit, and escapes its text', (t) => {
  t.is(
    junitXml(one, 'a "day" & more'),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1">
  <testsuite name="a &quot;day&quot; &amp; more" tests="2" failures="1">
    <testcase classname="a &quot;day&quot; &amp; more" name="waiting.p95 &lt; 30us">
      <failure message="broken: waiting.p95 &lt; 30us (is 40µs)"/>
    </testcase>
    <testcase classname="a &quot;day&quot; &amp; more" name="cluster.resources.memory.requested.max &lt;= 2Gi"/>
  </testsuite>
</testsuites>
`,
  );
});

test('the summary of a job is a table of Markdown', (t) => {
  t.is(
    jobSummary(one, 'day.yaml'),
    `### day.yaml

| | limit | figure |
| --- | --- | --- |
| ❌ broken | \`waiting.p95 < 30us\` | is 40µs |
| ✅ holds | \`cluster.resources.memory.requested.max <= 2Gi\` | is 1Gi |

`,
  );
});
