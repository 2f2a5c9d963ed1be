/** Scenarios of ../shared/cases that kube-scheduler decides otherwise than older versions of keg did: each loads, and only right problems are named. */
import { readdirSync } from 'node:fs';
import { loadScenario } from '../../../src/core/scenario/load-scenario.ts';
import { sharedPath, sharedText, testWithShared } from '../../shared.ts';

const FOLDER = 'cases/scheduler';

/** What is wrong with some of them, on purpose. */
const WRONG: Readonly<Record<string, string>> = {
  'configs-extender.yaml': 'error invalid-scheduler 10:18',
  'nodename.yaml': 'warning unknown-node 11:7',
  'ephemeral.yaml': 'warning unknown-object 9:7',
  'pvc.yaml': 'warning unknown-object 9:7',
  'runtimeclass.yaml': 'error unknown-object 9:72',
};

testWithShared('every case of the scheduler loads, and has no problem but the one it is about', (t) => {
  const files = readdirSync(sharedPath(FOLDER)).filter((name) => name.endsWith('.yaml'));
  t.true(files.length >= 18);
  for (const file of files) {
    const { problems } = loadScenario(sharedText(`${FOLDER}/${file}`), file);
    const found = problems.map(
      ({ severity, code, position }) => `${severity} ${code} ${position?.line}:${position?.column}`,
    );
    t.deepEqual(found, file in WRONG ? [WRONG[file]!] : [], file);
  }
});
