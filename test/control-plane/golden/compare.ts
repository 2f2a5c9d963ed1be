/**
 * `npm run golden:compare`: asks real kube-schedulers about new random clusters and compares every decision with the model's.
 *
 * Options: `--versions v1.37.2,v1.36.3` (default: all), `--decisions 5000` for each version, `--seed 20261127` (default: KEG_TEST_SEED, else the date),
 * `--families mixed,spread` (default: all), `--keep FILE` to write the sequences that differ, `--all` to write the others too,
 * `--sequences mixed-3,spread-7` for these alone.
 *
 * A sequence that differs is recorded again. If the second recording agrees, the real kube-scheduler differs from itself: it raced with the
 * API server, as a retry between the deletions of two victims. Such sequences are counted apart and their differences are printed.
 */
import { appendFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { replaySequence } from '../../core/scheduler/golden/replay-sequence.ts';
import { addTally, newTally, type Tally, tallyText } from '../../core/scheduler/golden/tally.ts';
import { runAsCommand } from '../cluster/command.ts';
import { plainApi } from '../cluster/plain-api.ts';
import { KUBERNETES_VERSION, OLDER_SCHEDULERS } from '../cluster/versions.ts';
import { drawSequence, FAMILIES } from './draw-sequence.ts';
import { recordSequence } from './record-sequence.ts';
import { startSchedulerUnderTest } from './scheduler-under-test.ts';
import { startVolumeController } from './volume-controller.ts';

const { values } = parseArgs({
  options: {
    versions: { type: 'string', default: [KUBERNETES_VERSION, ...OLDER_SCHEDULERS].join(',') },
    decisions: { type: 'string', default: '5000' },
    seed: {
      type: 'string',
      default: process.env.KEG_TEST_SEED || new Date().toISOString().slice(0, 10).replaceAll('-', ''),
    },
    families: { type: 'string', default: FAMILIES.join(',') },
    keep: { type: 'string' },
    all: { type: 'boolean', default: false },
    sequences: { type: 'string', default: '' },
  },
});

/** How often a sequence that differs is recorded again. */
const AGAIN = 2;
const families = values.families.split(',');

/** More means that the recorder is wrong, not the machine busy. */
const MOST_NOT_RECORDED = 30;

await runAsCommand(async ({ note, print }) => {
  note(`seed ${values.seed}`);
  let differences = 0;
  for (const version of values.versions.split(',')) {
    const { tally, raced } = await compareVersion(version, note);
    differences += tally.differences.length;
    print(
      `kube-scheduler ${version}: ${tallyText(tally)}, ${raced} sequences that raced, ${tally.differences.length} differences`,
    );
  }
  if (differences > 0) process.exitCode = 1;
});

interface Compared {
  readonly tally: Tally;
  /** Number of sequences that differ in one recording and agree in another. */
  readonly raced: number;
}

async function compareVersion(version: string, note: (line: string) => void): Promise<Compared> {
  const cluster = await startSchedulerUnderTest(version, note);
  const api = plainApi(cluster);
  const controller = startVolumeController(api);
  const total = newTally();
  let [notRecorded, raced] = [0, 0];

  /** Records a sequence and compares it. Undefined where a busy machine mixed the decisions of two steps: such a record compares nothing. */
  async function compare(family: string, index: number): Promise<Tally | undefined> {
    const drawn = drawSequence(family, index, Number(values.seed));
    const recorded = await recordSequence(drawn, version, cluster, api).catch((error: Error) => {
      note(`${version} ${drawn.id}: not recorded: ${error.message.split('\n', 1)[0]}`);
    });
    if (!recorded) {
      notRecorded += 1;
      if (notRecorded > MOST_NOT_RECORDED) throw new Error(`${notRecorded} sequences could not be recorded`);
      return undefined;
    }
    const tally = newTally();
    replaySequence(recorded, tally);
    for (const difference of tally.differences) note(difference);
    if (values.keep !== undefined && (values.all || tally.differences.length > 0))
      await appendFile(values.keep, `${JSON.stringify(recorded)}\n`);
    return tally;
  }

  async function compareUntilAgreed(family: string, index: number): Promise<void> {
    let tally = await compare(family, index);
    for (let again = 0; again < AGAIN && tally && tally.differences.length > 0; again++) {
      const next = await compare(family, index);
      if (!next || next.differences.length > 0) continue;
      raced += 1;
      note(`${version} ${family}-${index}: another recording agrees, so the real kube-scheduler raced`);
      tally = next;
    }
    if (tally) addTally(total, tally);
  }

  try {
    for (const [family, index] of chosenSequences(() => total.decisions < Number(values.decisions))) {
      await compareUntilAgreed(family, index);
      if (family === families.at(-1))
        note(`${version}: ${total.decisions} decisions, ${total.differences.length} differences`);
    }
  } finally {
    await controller.stop();
    await api.close();
    await cluster.stop();
  }
  return { tally: total, raced };
}

/** The named sequences; otherwise one of each family after another, as long as more are wanted. */
function* chosenSequences(isMoreWanted: () => boolean): Generator<[family: string, index: number]> {
  if (values.sequences !== '') {
    for (const name of values.sequences.split(',')) {
      const [, family, index] = /^(.+)-(\d+)$/.exec(name) ?? [];
      if (family === undefined) throw new Error(`${name} is not the name of a sequence, such as mixed-3`);
      yield [family, Number(index)];
    }
    return;
  }
  for (let index = 0; isMoreWanted(); index++) for (const family of families) yield [family, index];
}
