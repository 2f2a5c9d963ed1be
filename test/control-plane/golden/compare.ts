/**
 * `npm run golden:compare`: asks real kube-schedulers about new random clusters and compares every decision with the model's.
 *
 * Options: `--versions v1.37.2,v1.36.3` (default: all), `--decisions 5000` for each version, `--seed 20261127` (default: KEG_SEED, else the date),
 * `--families mixed,spread` (default: all), `--keep FILE` to write the sequences that differ, `--all` to write the others too.
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
      default: process.env.KEG_SEED || new Date().toISOString().slice(0, 10).replaceAll('-', ''),
    },
    families: { type: 'string', default: FAMILIES.join(',') },
    keep: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});

/** More means that the recorder is wrong, not the machine busy. */
const MOST_NOT_RECORDED = 30;

await runAsCommand(async ({ note, print }) => {
  note(`seed ${values.seed}`);
  let differences = 0;
  for (const version of values.versions.split(',')) {
    const tally = await compareVersion(version, note);
    differences += tally.differences.length;
    print(`kube-scheduler ${version}: ${tallyText(tally)}, ${tally.differences.length} differences`);
  }
  if (differences > 0) process.exitCode = 1;
});

async function compareVersion(version: string, note: (line: string) => void): Promise<Tally> {
  const cluster = await startSchedulerUnderTest(version, note);
  const api = plainApi(cluster);
  const controller = startVolumeController(api);
  const total = newTally();
  let notRecorded = 0;
  const families = values.families.split(',');
  try {
    for (let index = 0; total.decisions < Number(values.decisions); index++) {
      for (const family of families) {
        const drawn = drawSequence(family, index, Number(values.seed));
        const recorded = await recordSequence(drawn, version, cluster, api).catch((error: Error) => {
          // A busy machine can delay the scheduler so much that decisions of two steps mix. They compare nothing.
          note(`${version} ${drawn.id}: not recorded: ${error.message.split('\n', 1)[0]}`);
        });
        if (!recorded) {
          notRecorded += 1;
          if (notRecorded > MOST_NOT_RECORDED)
            throw new Error(`${notRecorded} sequences could not be recorded`);
          continue;
        }
        const tally = newTally();
        replaySequence(recorded, tally);
        for (const difference of tally.differences) note(difference);
        if (values.keep !== undefined && (values.all || tally.differences.length > 0))
          await appendFile(values.keep, `${JSON.stringify(recorded)}\n`);
        addTally(total, tally);
      }
      note(`${version}: ${total.decisions} decisions, ${total.differences.length} differences`);
    }
  } finally {
    await controller.stop();
    await api.close();
    await cluster.stop();
  }
  return total;
}
