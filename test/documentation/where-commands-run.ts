/** Says of each command of the documentation where a test runs it, and of those that no test can run, why. */
import { commandsOfLine } from './shell-line.ts';

/** `control plane`: in `test/control-plane/documentation.test.ts`. */
type Place = 'here' | 'control plane' | 'nowhere';

export interface PlacedCommand {
  readonly command: string;
  readonly place: Place;
}

interface LeftOut {
  readonly command: RegExp;
  readonly reason: string;
}

const SCRIPTS = 'test/control-plane/scripts.test.ts starts and stops clusters by this script';
const ITSELF = 'npm test runs this documentation, so it cannot run in it';

/** The commands that cannot run in a test of a page. A row that fits no command of the documentation is a failure. */
export const LEFT_OUT: readonly LeftOut[] = [
  { command: /^git clone /, reason: 'needs the address of the repository' },
  { command: /^npm ci$/, reason: 'installs from the registry; every run of the tests begins with it' },
  { command: /^npm test$/, reason: ITSELF },
  { command: /^(KEG_\w+=\S+ )?npm run (unit|test:\w+|coverage)( |$)/, reason: ITSELF },
  {
    command: /^npm run (lint|format|typecheck)$/,
    reason: 'npm test runs the same programs before the tests',
  },
  {
    command: /^npm run (bundle|release(:\w+)?)$/,
    reason: 'makes what is released; its own tests run its steps',
  },
  { command: /^npm run (bench|same-output)/, reason: 'compares two checkouts or takes minutes' },
  { command: /^node bench\//, reason: 'a benchmark takes minutes' },
  {
    command: /^npm run (mutation|fidelity|golden:\w+|verify:[\w-]+|fits:live|usage:live)( |$)/,
    reason: 'takes minutes to hours; the nightly run has it',
  },
  {
    command: /^(export KUBECONFIG=\$\()?npm run (--silent )?(cluster|simulator):(up|down)\b/,
    reason: SCRIPTS,
  },
  { command: /^(kwokctl|kind) /, reason: 'a program that keg does not bring, and that needs containers' },
  {
    command: /^kubectl keg completion (un)?install\b/,
    reason: 'writes into a folder of PATH; the tests of test/verbs/completion do so in folders of their own',
  },
  { command: /^kubectl krew /, reason: 'test/control-plane/krew.test.ts runs krew on a fresh HOME' },
  { command: /^npx kubectl-keg\b/, reason: 'test/release/npm-package.test.ts runs the packed package' },
  { command: /^kubectl __complete /, reason: 'test/cli/completion/kubectl.test.ts runs it' },
  {
    command: /--target simulator |^kubectl keg cluster reset --scheduler$/,
    reason: 'test/control-plane/simulator.test.ts runs it on kube-scheduler-simulator',
  },
  {
    command: /--context east --context west/,
    reason: 'test/control-plane/replay-clusters.test.ts plays on two clusters',
  },
  {
    command: /--remote-write /,
    reason: 'test/control-plane/prometheus.test.ts sends a recording to a real Prometheus',
  },
  { command: /--pause-at /, reason: 'waits for a key in a terminal; the tests of pauses press it' },
  { command: /^apt-get /, reason: 'loads packages of Debian' },
];

const NEEDS_CLUSTER = /^kubectl (?!keg )|^kubectl keg (record|cluster)\b|--target (kwok|simulator)\b/;

/** The commands of a line with the place of each. A line whose beginning cannot run is left out whole. */
export function placed(line: string): readonly PlacedCommand[] {
  const commands = leftOutRow(line) === undefined ? commandsOfLine(line) : [line];
  return commands.map((command) => ({ command, place: placeOf(command) }));
}

function placeOf(command: string): Place {
  if (leftOutRow(command) !== undefined) return 'nowhere';
  return NEEDS_CLUSTER.test(command) ? 'control plane' : 'here';
}

function leftOutRow(command: string): LeftOut | undefined {
  return LEFT_OUT.find((row) => row.command.test(command));
}
