/** The keys of a live replay. */
import { EventEmitter } from 'node:events';
import test from 'ava';
import { openReplayKeys } from '../../src/cli/replay-keys.ts';

function terminal(isTTY = true) {
  const modes: boolean[] = [];
  const input = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode: (mode: boolean) => modes.push(mode),
    resume: () => {},
    pause: () => {},
  });
  return { input: input as never as Parameters<typeof openReplayKeys>[0], modes, emitter: input };
}

test('space and p toggle, q quits, Ctrl-C interrupts, and the terminal is given back', (t) => {
  const { input, modes, emitter } = terminal();
  let interrupts = 0;
  let toggles = 0;
  const keys = openReplayKeys(input, () => {
    interrupts += 1;
  })!;
  const ignore = keys.listen(() => {
    toggles += 1;
  });
  emitter.emit('data', Buffer.from(' px\u0003'));
  t.deepEqual([toggles, interrupts, keys.quit.aborted], [2, 1, false]);
  ignore();
  emitter.emit('data', Buffer.from(' q'));
  t.is(toggles, 2);
  t.true(keys.quit.aborted);
  keys.close();
  t.deepEqual(modes, [true, false]);
});

test('there are no keys where standard input is no terminal', (t) => {
  t.is(openReplayKeys(terminal(false).input), undefined);
});

test('plus and minus change the speed, and arrows are read whole', (t) => {
  const { input, emitter } = terminal();
  const keys = openReplayKeys(input)!;
  const seen: (string | number)[] = [];
  keys.listenSpeed((factor) => seen.push(factor));
  keys.listenArrows((arrow) => seen.push(arrow));
  keys.listen(() => seen.push('toggle'));
  emitter.emit('data', Buffer.from('+=-_\u001b[A\u001bOB\u001b[C \u001b[D'));
  t.deepEqual(seen, [2, 2, 0.5, 0.5, 'up', 'down', 'right', 'toggle', 'left']);
  keys.close();
});
