/**
 * Measures how true fits are: fits each recording, plays the scenario with many seeds, and prints the median and the range of fitted ÷
 * recorded as a row of a Markdown table.
 *
 *     node bench/fit-truth.ts SEEDS RECORDING...
 *
 * A SEEDS of `50d` plays 50 seeds on one node that holds all pods, without placement rules: long recordings take hours otherwise.
 * A DaemonSet has one pod there instead of one for each node, so its recording needs a SEEDS without the `d`.
 */
import { basename } from 'node:path';
import { type TruthFigure, truthFigures } from '../src/core/measure/truth.ts';
import { fitRecording } from '../src/verbs/fit/fit-recording.ts';
import { onOneNode } from '../src/verbs/fit/one-node.ts';
import { playSide } from '../src/verbs/fit/play-side.ts';
import { entryGroups, loadWritten } from '../src/verbs/fit/written-side.ts';

const GATE = { low: 0.9, high: 1.1 };
const [wanted = '20', ...recordings] = process.argv.slice(2);
const [seeds, isOnOneNode] = [Number.parseInt(wanted, 10), wanted.endsWith('d')];
let missed = 0;

console.log(
  '| recording | pods | recorded times | fitted ÷ recorded | crashes |\n| --- | --- | --- | --- | --- |',
);
for (const recording of recordings) console.log(await rowOf(recording));
process.exitCode = missed > 0 ? 1 : 0;

async function rowOf(recording: string): Promise<string> {
  const fit = await fitRecording({
    recordings: [recording],
    scenario: undefined,
    force: false,
    seed: 1,
    gate: GATE,
  });
  if (!fit.truth) throw new Error(`${recording}: ${fit.problems.map(({ message }) => message).join('; ')}`);
  const { truth } = fit;
  const written = loadWritten(fit.scenario);
  const resources = truth.total.map(({ name }) => name).filter((name) => name.includes('/'));
  const scenario = truth.isOnOneNode || isOnOneNode ? onOneNode(written, resources) : written;
  const entries = entryGroups(
    fit.scenario,
    fit.groups.map(({ group }) => group.name),
  );
  const part = { from: 0, to: Math.round(fit.window * 1e6) };
  let crashes = 0;
  const played = Array.from({ length: seeds }, (_, index) => index + 1).flatMap((seed) => {
    try {
      return [playSide({ scenario, recorded: [], seed, part, entries }).total];
    } catch (error) {
      crashes += 1;
      console.error(`${recording}, seed ${seed}: ${String(error)}`);
      return [];
    }
  });
  const first = played[0];
  const drawn = first ? truthFigures({ recorded: first, replayed: first, fitted: played }, GATE) : [];
  const cells = truth.total.flatMap((figure) =>
    cellOf(
      figure,
      drawn.find(({ name }) => name === figure.name),
    ),
  );
  const { podsOfLarge, shareOfLarge } = truth.recordedTimes;
  missed += crashes + cells.filter((cell) => cell.includes('missed')).length;
  const share = `${podsOfLarge} (${(100 * shareOfLarge).toFixed(1)} %)`;
  return `| ${basename(recording).replace(/\.keg\.jsonl.*/, '')} | ${fit.pods} | ${share} | ${cells.join(', ')} | ${crashes} |`;
}

function cellOf(
  { name, recorded, replayed, isGated }: TruthFigure,
  drawn: TruthFigure | undefined,
): string[] {
  const band = drawn?.fitted;
  if (!isGated || !recorded || !band) return [];
  const of = name === 'bound' ? [recorded, replayed ?? recorded] : [recorded];
  if (isOnOneNode && name === 'bound') return [];
  const isTrue = of.some(
    (each) =>
      (band.median >= GATE.low * each && band.median <= GATE.high * each) ||
      (drawn.unit === 'pods' && Math.abs(band.median - each) <= 1),
  );
  const [median, low, high] = [band.median, band.low, band.high].map((each) => (each / recorded).toFixed(2));
  return [`${name.replace(/^.*\//, '')} ${median} (${low} to ${high})${isTrue ? '' : ' missed'}`];
}
