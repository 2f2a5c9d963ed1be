/** Writes the measured model error as rows of Markdown tables. */
import type { Verification } from '../../src/core/decisions/verification-figures.ts';
import type { RecordingHeader } from '../../src/core/recording/observation.ts';
import type { Tally } from '../core/scheduler/golden/tally.ts';

/** Replaces the rows of the table that a mark names. The head of the table stays. */
export function withTable(page: string, mark: string, rows: readonly string[]): string {
  const begin = page.indexOf(`<!-- ${mark} -->`);
  const head = /\| --- .*\n/.exec(page.slice(begin));
  if (begin < 0 || !head) throw new Error(`the page has no table ${mark}`);
  const start = begin + head.index + head[0].length;
  const body = /^(?:\|.*\n)*/.exec(page.slice(start))?.[0] ?? '';
  return page.slice(0, start) + rows.map((row) => `${row}\n`).join('') + page.slice(start + body.length);
}

/** One row for each version, with the families in which the model differs. */
export function decisionRows(compared: ReadonlyMap<string, ReadonlyMap<string, Tally>>): string[] {
  return Array.from(compared, ([version, families]) => {
    const sum = (of: (tally: Tally) => number) =>
      [...families.values()].reduce((n, tally) => n + of(tally), 0);
    const wrong = Array.from(families, ([family, { differences }]) => ({
      family,
      count: differences.length,
    }));
    const differing = wrong.filter(({ count }) => count > 0).map(({ family, count }) => `${family} ${count}`);
    return row([
      version,
      number(sum(({ decisions }) => decisions)),
      number(sum(({ exactNodes }) => exactNodes)),
      number(sum(({ scores }) => scores)),
      number(sum(({ messages }) => messages)),
      number(sum(({ preemptions }) => preemptions)),
      number(sum(({ differences }) => differences.length)),
      differing.join(', ') || 'none',
    ]);
  });
}

export function recordingRow(name: string, { source }: RecordingHeader, verification: Verification): string {
  const { bindings, refusals, undecided } = verification;
  const left = Object.values(undecided).reduce((n, count) => n + count, 0);
  return row([
    name,
    `${source.kubernetes ?? 'unknown'}`,
    number(bindings.decided),
    percent(bindings.best, bindings.decided),
    percent(bindings.inQueueOrder, bindings.decided),
    percent(bindings.partialSearch, bindings.decided),
    percent(bindings.reordered, bindings.decided),
    number(bindings.elsewhere),
    bindings.veryNode === null ? '' : percent(bindings.veryNode, bindings.decided),
    `${number(refusals.agreed + refusals.reordered)} of ${number(refusals.decided)}`,
    number(left),
  ]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** Rounded down, so that 100.00 % means all. */
function percent(count: number, of: number): string {
  return of === 0 ? '' : `${(Math.floor((count / of) * 1e4) / 100).toFixed(2)} %`;
}
