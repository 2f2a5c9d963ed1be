/** Compares `validate --strict` with a real API server: what the server refuses in a dry run, keg refuses too, and what it accepts keg accepts. */
import test from 'ava';
import type { Change } from '../core/scenario/server-rules/change.ts';
import { changed } from '../core/scenario/server-rules/change-object.ts';
import { NODE_CHANGES, POD_CHANGES } from '../core/scenario/server-rules/changes.ts';
import { type DrawnObject, drawnObject } from '../core/scenario/server-rules/drawn-objects.ts';
import { kegRefusals } from '../core/scenario/server-rules/keg-verdict.ts';
import { wholeNode, wholePod } from '../core/scenario/server-rules/whole-objects.ts';
import { propertyRuns } from '../property-runs.ts';
import type { PlainApi } from './cluster/plain-api.ts';
import { clusterOfFile } from './ready-cluster.ts';

const { numRuns, seed } = propertyRuns(300, 2000);
/** Requests on their way at a time. */
const AT_A_TIME = 8;
let api: PlainApi;

test.before(async () => {
  ({ api } = await clusterOfFile({
    without: ['kube-scheduler', 'kube-controller-manager', 'kwok-controller'],
  }));
});

interface Verdict {
  readonly isRefused: boolean;
  readonly reason: string;
}

/** The API server's verdict. Nothing is created. */
async function verdictOf(kind: DrawnObject['kind'], object: object): Promise<Verdict> {
  const path = kind === 'Pod' ? '/api/v1/namespaces/default/pods' : '/api/v1/nodes';
  const { status, body } = await api.post(`${path}?dryRun=All&fieldValidation=Strict`, {
    apiVersion: 'v1',
    kind,
    ...(kind === 'Pod' ? withServiceAccount(object) : object),
  });
  // 500 as well: its admission asks for classes without a name.
  if (![201, 400, 403, 422, 500].includes(status)) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return { isRefused: status !== 201, reason: status === 201 ? '' : String(body.message) };
}

/** As the admission of a whole cluster does, which needs a controller manager. */
function withServiceAccount(object: object): object {
  const { spec } = object as { spec?: unknown };
  if (spec === null || typeof spec !== 'object' || Array.isArray(spec)) return object;
  const { serviceAccountName } = spec as { serviceAccountName?: unknown };
  return { ...object, spec: { ...spec, serviceAccountName: serviceAccountName || 'default' } };
}

async function allOf<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const next = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of next) results[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}

/** The changes to which the API server says something else than the list. */
async function otherVerdicts(
  kind: DrawnObject['kind'],
  object: object,
  changes: readonly Change[],
): Promise<string[]> {
  const verdicts = await allOf(changes, ([path, value]) => verdictOf(kind, changed(object, path, value)));
  return changes.flatMap(([path, value, expected], index) => {
    const { isRefused, reason } = verdicts[index]!;
    if (isRefused === (expected === 'refused')) return [];
    return [`${kind} ${path} = ${JSON.stringify(value)?.slice(0, 80)}: not ${expected}. ${reason}`];
  });
}

test.serial('the server says to each change of a field what the list says', async (t) => {
  t.deepEqual(await otherVerdicts('Pod', wholePod(), POD_CHANGES), []);
  t.deepEqual(await otherVerdicts('Node', wholeNode(), NODE_CHANGES), []);
});

test.serial('keg and the server agree on drawn pods and nodes', async (t) => {
  const drawn = Array.from({ length: numRuns }, (_, index) => drawnObject(seed, index));
  const verdicts = await allOf(drawn, ({ kind, object }) => verdictOf(kind, object));
  const missed: string[] = [];
  const wrongly: string[] = [];
  for (const [index, { kind, object, changes }] of drawn.entries()) {
    const { isRefused, reason } = verdicts[index]!;
    const found = kegRefusals(kind, object);
    if (isRefused && found.length === 0) missed.push(`${index} ${changes.join('; ')}: ${reason}`);
    if (!isRefused && found.length > 0)
      wrongly.push(`${index} ${changes.join('; ')}: ${found.map(({ message }) => message).join('; ')}`);
  }
  const refused = verdicts.filter(({ isRefused }) => isRefused).length;
  t.log(
    `${numRuns} objects, seed ${seed}: the server refuses ${refused} and accepts ${numRuns - refused}; keg misses ${missed.length} and refuses ${wrongly.length} good ones`,
  );
  t.deepEqual(missed, []);
  t.deepEqual(wrongly, []);
});
