/** The live view in a real terminal: tmux runs it, types keys and reads the screen. */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { EXECUTABLE, ROOT } from './run-keg.ts';

const socket = `keg-watch-${process.pid}`;
const hasTmux = spawnSync('tmux', ['-V']).status === 0;
const onTmux = hasTmux ? test : test.skip;

function tmux(...args: readonly string[]): string {
  return spawnSync('tmux', ['-L', socket, ...args], { cwd: ROOT, encoding: 'utf8' }).stdout;
}

function screenOf(session: string): string[] {
  return tmux('capture-pane', '-p', '-t', session).split('\n').slice(0, -1);
}

/** The screen as soon as it is as wanted. */
async function until(session: string, isWanted: (lines: readonly string[]) => boolean): Promise<string[]> {
  for (let tries = 0; tries < 300; tries += 1) {
    const lines = screenOf(session);
    if (isWanted(lines)) return lines;
    await sleep(100);
  }
  throw new Error(screenOf(session).join('\n'));
}

test.after.always(() => {
  if (hasTmux) tmux('kill-server');
});

for (const [width, height] of [
  [80, 24],
  [120, 40],
] as const) {
  onTmux(`a replay is watched, paused, paced and ended in ${width}x${height}`, async (t) => {
    const session = `s${width}`;
    const command = `'${process.execPath}' '${EXECUTABLE}' replay fixtures/gpu-day.yaml --watch --speed 600x; echo "exit $?"; cat`;
    tmux('new-session', '-d', '-s', session, '-x', `${width}`, '-y', `${height}`, command);
    const lines = await until(session, (screen) => /\d+ nodes, .* [1-9]\d* running/.test(screen[2] ?? ''));
    t.is(lines.length, height);
    t.regex(lines[0] ?? '', /^gpu-day: replay on embedded .*600x, lag p99 [\d.]+(µs|ms|s)$/);
    t.regex(lines[4] ?? '', /^NODE +PODS +CPU +MEMORY/);
    t.is(lines.filter((line) => /^(g2|t4|cpu)-\d +\d+ +[█░]+ +\d+%/.test(line)).length, 10);
    t.regex(lines.at(-1) ?? '', /^space pause, \+ - speed/);
    tmux('send-keys', '-t', session, 'Space');
    const [paused = '', clock] = await until(session, ([first]) => first?.includes('paused') === true);
    t.regex(paused, /paused, 600x/);
    tmux('send-keys', '-t', session, '+');
    const faster = await until(session, ([first]) => first?.includes('1,200x') === true);
    t.is(faster[1], clock);
    tmux('send-keys', '-t', session, 'q');
    const after = await until(session, (screen) => screen.some((line) => line.startsWith('exit ')));
    t.true(after.includes('exit 0'));
    t.true(after.some((line) => line.startsWith('created → bound')));
  });
}
