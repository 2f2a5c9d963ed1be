/**
 * `npm run fits:live`: records days on a real control plane as a user would (redacted), fits each recording, and prints how true the fitted
 * scenario is over 50 seeds. Exit code 1 where a median is outside 0.9 to 1.1, or a seed cannot be played.
 *
 * Options: `--only workloads,nodes`, `--seed 1` (of the days), `--seeds 50` (of the replays), `--keep FOLDER` (recordings that are there are not
 * made again), `--write` (the table of docs/fidelity.md), `--runtime FOLDER` (with containerd, ctr and runc; several with commas). Without
 * root or containerd the days of a real kubelet are skipped.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withTable } from '../../fidelity/fidelity-tables.ts';
import type { Note } from '../cluster/build.ts';
import { runAsCommand } from '../cluster/command.ts';
import { whyNoNode } from '../real-node/real-node.ts';
import { fitRow } from './fit-rows.ts';
import { isTrue, measureFit } from './measure-fit.ts';
import { nodesDay } from './nodes-day.ts';
import { readinessDay } from './readiness-day.ts';
import { recordDay } from './record-day.ts';
import { recordRealDay } from './record-real-day.ts';
import { REPLAY, recordReplay } from './replay-recording.ts';
import { sleepingDay } from './sleeping-day.ts';
import { workloadsDay } from './workloads-day.ts';

const PAGE = join(import.meta.dirname, '../../../docs/fidelity.md');

interface LiveRecording {
  readonly name: string;
  readonly title: string;
  /** Why this machine cannot record it. */
  readonly missing?: string;
  /** @returns the path of the recording. */
  readonly record: (folder: string, note: Note) => Promise<string>;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '50' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
    runtime: { type: 'string', default: '' },
  },
});

function recordings(seed: number): LiveRecording[] {
  const days = [workloadsDay(seed), nodesDay(seed)].map((day) => ({
    ...day,
    record: (folder: string, note: Note) => recordDay(day, folder, note),
  }));
  const runtime = values.runtime.split(',').filter((each) => each !== '');
  const reason = whyNoNode(runtime);
  const realDays = [sleepingDay(seed), readinessDay()].map((day) => ({
    ...day,
    ...(reason !== undefined && { missing: reason }),
    record: (folder: string, note: Note) => recordRealDay(day, folder, runtime, note),
  }));
  const replay = { ...REPLAY, record: (folder: string, note: Note) => recordReplay(seed, folder, note) };
  return [...days, replay, ...realDays];
}

await runAsCommand(async ({ note, print }) => {
  const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'keg-fits-')));
  await mkdir(folder, { recursive: true });
  const wanted = values.only?.split(',');
  const seeds = Number(values.seeds);
  const rows: string[] = [];
  try {
    for (const { name, title, missing, record } of recordings(Number(values.seed))) {
      if (wanted && !wanted.includes(name)) continue;
      const kept = join(folder, `${name}.keg.jsonl.gz`);
      if (missing !== undefined && !existsSync(kept)) {
        note(`skipped: ${name}: ${missing}`);
        continue;
      }
      const file = existsSync(kept) ? kept : await record(folder, note);
      const measured = await measureFit(file, seeds);
      rows.push(fitRow(title, measured, seeds));
      print(rows.at(-1)!);
      for (const crash of measured.crashes) note(crash);
      if (measured.crashes.length > 0 || !measured.figures.every(isTrue)) process.exitCode = 1;
    }
  } finally {
    if (values.keep === undefined) await rm(folder, { recursive: true });
  }
  if (values.write) writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), 'fits', rows));
});
