/** The commands, files and output of a page are found where a reader sees them. */
import test from 'ava';
import { readPage } from './read-page.ts';
import { commandsOfLine, kegCall } from './shell-line.ts';

const commands = (text: string) =>
  readPage(text).flatMap((item) => (item.kind === 'command' ? [item.text] : []));

test('a command is a line of a code block that begins with a program', (t) => {
  t.deepEqual(
    commands(
      'Run\n\n    kubectl keg replay a.yaml   # all of it\n    qps: 5000\n\n```sh\nnpm run demo\n```\n',
    ),
    ['kubectl keg replay a.yaml', 'npm run demo'],
  );
});

test('a line goes on after a backslash, and a here-document up to its end', (t) => {
  t.deepEqual(
    commands("\n    kubectl keg fit a \\\n      -o b\n    kubectl apply -f - <<'EOF'\n    x\n    EOF\n"),
    ['kubectl keg fit a -o b', "kubectl apply -f - <<'EOF'\nx\nEOF"],
  );
});

test('a code span is a command unless it names a verb or has a placeholder', (t) => {
  t.deepEqual(
    commands('`kubectl keg report a.jsonl`, `kubectl keg fit`, `kubectl keg replay SCENARIO`, `fit x`'),
    ['kubectl keg report a.jsonl'],
  );
});

test('notes before a block name a file or the command of an output', (t) => {
  t.deepEqual(
    readPage('<!-- file: a.yaml -->\n```yaml\nx: 1\n```\n\n<!-- output: ls -->\n```text\nb\n```\n'),
    [
      { kind: 'file', name: 'a.yaml', text: 'x: 1\n', line: 3 },
      { kind: 'output', of: 'ls', notCompared: undefined, text: 'b', line: 8 },
    ],
  );
});

test('a line is taken apart as a shell does', (t) => {
  t.deepEqual(commandsOfLine("npm ci && echo 'a && b'"), ['npm ci', "echo 'a && b'"]);
  t.deepEqual(kegCall("kubectl keg report a 'b c' | jq '.x | .y'", '.'), {
    argv: ['report', 'a', 'b c'],
    rest: "| jq '.x | .y'",
    stderrToo: false,
  });
  t.deepEqual(kegCall('npm run keg -- validate a 2>&1', '.'), {
    argv: ['validate', 'a'],
    rest: '',
    stderrToo: true,
  });
  t.is(kegCall('kubectl get pods', '.'), undefined);
});
