/** Runs every command that the documentation shows, page by page, and compares what a page shows as output with what its command prints. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { testWithShared } from '../shared.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bringFiles, prepare } from './page-folder.ts';
import { documentationPages, type Page, ROOT } from './pages.ts';
import type { ShownOutput } from './read-page.ts';
import { type Ran, runLine } from './run-line.ts';
import { firstDifference, isShown, rewritten } from './shown-output.ts';
import { LEFT_OUT, type PlacedCommand, placed } from './where-commands-run.ts';

const pages = documentationPages();
const counts = { ran: 0, compared: 0 };
/** A few commands give keg's output to jq, which need not be on every machine. */
const hasJq = spawnSync('jq', ['--version']).status === 0;

for (const page of pages.filter((each) => placedIn(each).some(({ place }) => place === 'here'))) {
  const needsTrace = page.shown.some((item) => item.kind === 'command' && /\bopenb[._]/.test(item.text));
  const title = `what ${page.name} shows can be run, and prints what it shows`;
  const body = (t: ExecutionContext) => runPage(t, page);
  if (needsTrace) testWithShared.serial(title, body);
  else test.serial(title, body);
}

function placedIn({ shown }: Page): readonly PlacedCommand[] {
  return shown.flatMap((item) => (item.kind === 'command' ? placed(item.text) : []));
}

async function runPage(t: ExecutionContext, { name, shown, areAlternatives }: Page): Promise<void> {
  let folder = newFolder(t);
  const printed = new Map<string, Ran>();
  let last = '';
  const run = async (command: string, line: number): Promise<void> => {
    last = command;
    if (printed.has(command) || !canRun(command)) return;
    if (areAlternatives) folder = newFolder(t);
    await bringFiles(command, folder);
    const ran = await runLine(command.replace(/ # exits? with .*$/, ''), folder);
    printed.set(command, ran);
    counts.ran += 1;
    const expected = Number(/ # exits? with (\d+)/.exec(command)?.[1] ?? 0);
    t.is(ran.exitCode, expected, `${name}:${line} ${command}\n${ran.stderr}`);
  };
  for (const item of shown) {
    if (item.kind === 'file') writeFileSync(join(folder, item.name), item.text);
    if (item.kind === 'command') {
      for (const { command, place } of placed(item.text)) if (place === 'here') await run(command, item.line);
    }
    if (item.kind === 'output' && item.notCompared === undefined) {
      if (item.of !== undefined) await run(item.of, item.line);
      if (canRun(last)) compare(t, name, item, last, printed.get(last));
    }
  }
}

function canRun(command: string): boolean {
  return hasJq || !/\bjq /.test(command);
}

function newFolder(t: ExecutionContext): string {
  const folder = temporaryFolder(t);
  prepare(folder);
  return folder;
}

function compare(
  t: ExecutionContext,
  page: string,
  output: ShownOutput,
  command: string,
  ran: Ran | undefined,
): void {
  const place = `${page}:${output.line}`;
  if (ran === undefined) return t.fail(`${place} shows output, and no command before it prints any`);
  counts.compared += 1;
  const text = process.env.KEG_UPDATE_DOCS ? rewritten(output.text, ran.stdout) : output.text;
  if (text !== output.text) update(page, output.text, text);
  const message = `${place} ${command} (KEG_UPDATE_DOCS=1 rewrites it)`;
  t.true(isShown(text, ran.stdout), `${message}\n${firstDifference(text, ran.stdout)}`);
}

function update(page: string, before: string, after: string): void {
  const path = join(ROOT, page);
  const block = (text: string) => `\`\`\`text\n${text}\n\`\`\``;
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(block(before), () => block(after)),
  );
}

test('every row of the list of commands that cannot run fits a command', (t) => {
  const commands = pages.flatMap(placedIn);
  t.deepEqual(
    LEFT_OUT.filter((row) => !commands.some(({ command }) => row.command.test(command))),
    [],
  );
});

test.after('the commands are counted', (t) => {
  const all = pages.flatMap(placedIn);
  const count = (place: PlacedCommand['place']) => all.filter((each) => each.place === place).length;
  t.log(
    `${counts.ran} commands of the documentation run, ${counts.compared} with output compared, ` +
      `${count('control plane')} on a control plane, ` +
      `${count('nowhere')} on the list of those that can't run here` +
      (hasJq
        ? ''
        : `, ${all.filter(({ command }) => !canRun(command)).length} not run, because there is no jq`),
  );
});
