/**
 * Refreshes the tables of docs/fidelity.md: how far the model differs from real kube-schedulers. `npm run fidelity -- RECORDING...` also verifies
 * these recordings of live clusters; without them, their table stays.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { verifyRecording } from '../../src/verbs/verify/verify-recording.ts';
import type { LiveSequence } from '../core/scheduler/golden/live-sequence.ts';
import { replaySequence } from '../core/scheduler/golden/replay-sequence.ts';
import { newTally, type Tally } from '../core/scheduler/golden/tally.ts';
import { decisionRows, recordingRow, withTable } from './fidelity-tables.ts';

const PAGE = join(import.meta.dirname, '../../docs/fidelity.md');
const GOLDEN = join(import.meta.dirname, '../../../shared/golden/kube-scheduler-live');
const VERSIONS = ['1.34.4', '1.35.4', '1.36.3', '1.37.2'];
const SLACK = 1_000_000;

/** Version → family → what was compared. */
function comparisons(): Map<string, Map<string, Tally>> | undefined {
  const result = new Map<string, Map<string, Tally>>();
  for (const version of VERSIONS) {
    const file = join(GOLDEN, `${version}.jsonl`);
    if (!existsSync(file)) return undefined;
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const sequences = lines.map((line) => JSON.parse(line) as LiveSequence);
    const families = new Map<string, Tally>();
    for (const sequence of sequences) {
      const tally = families.get(sequence.family) ?? newTally();
      families.set(sequence.family, tally);
      replaySequence(sequence, tally);
    }
    result.set(version, families);
  }
  return result;
}

const recordings = process.argv.slice(2);
let page = readFileSync(PAGE, 'utf8');
const compared = comparisons();
if (compared) page = withTable(page, 'decisions', decisionRows(compared));
else process.stderr.write('skipped without ../shared: the table of recorded decisions stays\n');
if (recordings.length > 0) {
  const rows = [];
  for (const file of recordings) {
    const { header, verification } = await verifyRecording({ file, slack: SLACK, onProgress: () => {} });
    rows.push(recordingRow(basename(file).replace(/\.keg\.jsonl(\.gz)?$/, ''), header, verification));
  }
  page = withTable(page, 'recordings', rows);
}
writeFileSync(PAGE, page);
