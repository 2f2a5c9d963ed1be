/** Hostile scenario files (1,500 in a quick run, 30,000 at night): none crashes keg, and every refusal names a line of the file. */
import test from 'ava';
import { stringify } from 'yaml';
import { formatProblem } from '../../../src/core/errors/problem.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import type { Scenario } from '../../../src/core/scenario/scenario.ts';
import { expandScenario } from '../../../src/core/timeline/expand-scenario.ts';
import { propertyRuns } from '../../property-runs.ts';
import fc from '../../seeded-properties.ts';
import { HONEST_SCENARIOS } from './honest-scenarios.ts';
import { HOSTILE_TEXT, HOSTILE_VALUES, KEYS } from './hostile-pieces.ts';

const RUNS = propertyRuns(1_500, 30_000);

const mangledText = fc
  .tuple(
    fc.constantFrom(...HONEST_SCENARIOS),
    fc.array(
      fc.record({
        where: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(200)),
        put: fc.oneof(fc.constantFrom(...HOSTILE_TEXT), fc.string({ maxLength: 8 }), fc.constant('')),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((mangled, { where, cut, put }) => {
      const at = Math.floor(where * mangled.length);
      return mangled.slice(0, at) + put + mangled.slice(at + cut);
    }, text),
  );

const crossedText = fc
  .tuple(
    fc.constantFrom(...HONEST_SCENARIOS),
    fc.constantFrom(...HONEST_SCENARIOS),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([left, right, a, b]) => {
    const head = left.split('\n');
    const tail = right.split('\n');
    return [...head.slice(0, Math.floor(a * head.length)), ...tail.slice(Math.floor(b * tail.length))].join(
      '\n',
    );
  });

const mangledStructure = fc
  .tuple(
    fc.constantFrom(...HONEST_SCENARIOS),
    fc.array(
      fc.record({
        path: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 9 }),
        change: fc.oneof(
          fc.record({ value: fc.oneof(fc.constantFrom(...HOSTILE_VALUES), fc.jsonValue({ maxDepth: 2 })) }),
          fc.record({ key: fc.constantFrom(...KEYS) }),
          fc.constant({ remove: true }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    fc.boolean(),
  )
  .map(([text, changes, asJson]) => {
    const data = structuredClone(parsed.get(text));
    for (const { path, change } of changes) mutate(data, path, change);
    return asJson ? JSON.stringify(data, null, 1) : stringify(data);
  });

function mutate(root: unknown, path: readonly number[], change: Record<string, unknown>): void {
  let parent = root as Record<string, unknown>;
  for (const [depth, where] of path.entries()) {
    const keys = Object.keys(parent);
    const key = keys[Math.floor(where * keys.length)];
    if (key === undefined) return;
    const child = parent[key];
    const isLast = depth === path.length - 1 || child === null || typeof child !== 'object';
    if (!isLast) {
      parent = child as Record<string, unknown>;
      continue;
    }
    if ('value' in change) parent[key] = structuredClone(change.value);
    else delete parent[key];
    if ('key' in change) parent[String(change.key)] = child;
    return;
  }
}

const parsed = new Map<string, unknown>();

test.before(async () => {
  const { parse } = await import('yaml');
  for (const text of HONEST_SCENARIOS) parsed.set(text, parse(text));
});

test('the valid scenarios that are damaged below are accepted unchanged', (t) => {
  for (const text of HONEST_SCENARIOS) {
    const { scenario, problems } = loadScenario(text, 'honest.yaml');
    t.truthy(scenario, problems.map(formatProblem).join('\n'));
  }
});

test('a hostile file is refused with a line of the file, or accepted and expanded', (t) => {
  const seen = { refused: 0, accepted: 0, expanded: 0, refusedLater: 0 };
  fc.assert(
    fc.property(fc.oneof(mangledText, mangledStructure, crossedText), (text) => {
      const { scenario, problems } = loadScenario(text, 'hostile.yaml');
      const lines = text.split(/\r\n|\n|\r/).length;
      for (const problem of problems) {
        const { line, column } = problem.position ?? {};
        if (!line || !column || line > lines + 1)
          throw new Error(`no place in the file: ${formatProblem(problem)}`);
        if (/\p{Cc}|RangeError|TypeError|Maximum call stack|undefined|\[object/u.test(problem.message)) {
          throw new Error(`no message for people: ${problem.message}`);
        }
      }
      if (!scenario) {
        seen.refused += 1;
        if (!problems.some((problem) => problem.severity === 'error'))
          throw new Error('refused without an error');
        return;
      }
      seen.accepted += 1;
      if (isSmall(scenario)) expand(scenario, seen);
    }),
    RUNS,
  );
  t.log(
    `${seen.refused} refused, ${seen.accepted} accepted, ${seen.expanded} of those expanded, ${seen.refusedLater} refused when drawn`,
  );
  t.true(seen.refused > RUNS.numRuns / 10 && seen.expanded > RUNS.numRuns / 20, JSON.stringify(seen));
});

function isSmall(scenario: Scenario): boolean {
  const pods = scenario.pods.every((entry) => entry.kind !== 'drawn' || (entry.count ?? Infinity) <= 1000);
  const nodes = [...scenario.nodes, ...scenario.nodeEvents].every((entry) => (entry.count ?? 1) <= 1000);
  return pods && nodes;
}

function expand(scenario: Scenario, seen: { expanded: number; refusedLater: number }): void {
  try {
    const timeline = expandScenario(scenario, 1);
    seen.expanded += 1;
    for (const [index, event] of timeline.entries()) {
      if (!Number.isSafeInteger(event.at) || event.at < 0) throw new Error(`not a time: ${event.at}`);
      if (index > 0 && timeline[index - 1]!.at > event.at) throw new Error('out of order');
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!error.position?.line) throw new Error(`no line: ${error.message}`);
    seen.refusedLater += 1;
  }
}
