/** The terminal of a live view: only lines that differ are drawn, and it is given back once. */
import test from 'ava';
import { openLiveScreen } from '../../../src/render/live/live-screen.ts';

function terminal() {
  const written: string[] = [];
  return {
    written,
    screen: { isTTY: true, columns: 80, rows: 24, write: (text: string) => written.push(text) },
  };
}

test('a line is drawn where it differs from what stands there, and nothing where none does', (t) => {
  const { written, screen } = terminal();
  const live = openLiveScreen(screen);
  live.draw(['one', 'two', 'three']);
  written.length = 0;
  live.draw(['one', 'TWO', 'three']);
  live.draw(['one', 'TWO', 'three']);
  live.close();
  t.deepEqual(written, ['\u001b[2;1H\u001b[KTWO', '\u001b[?7h\u001b[?25h\u001b[?1049l']);
});

test('another size of the terminal draws everything anew', (t) => {
  const { written, screen } = terminal();
  const live = openLiveScreen(screen);
  live.draw(['one']);
  screen.columns = 100;
  written.length = 0;
  live.draw(['one']);
  t.deepEqual([live.width, written], [100, ['\u001b[2J\u001b[1;1H\u001b[Kone']]);
  live.close();
});

test('the terminal is given back once, also at an exit, and nothing is drawn later', (t) => {
  const before = process.listenerCount('exit');
  const { written, screen } = terminal();
  const live = openLiveScreen(screen);
  t.is(process.listenerCount('exit'), before + 1);
  live.close();
  written.length = 0;
  live.close();
  live.draw(['late']);
  t.deepEqual([written, process.listenerCount('exit')], [[], before]);
});
