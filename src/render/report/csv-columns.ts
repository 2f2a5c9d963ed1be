/** Finds the columns and files of the CSV report in a first pass, so that no header depends on the order of events. */

import { readableRequest } from '../../core/measure/readable-amounts.ts';
import { inDisplayOrder } from '../../core/measure/resource-index.ts';
import type { Observation } from '../../core/recording/observation.ts';

export interface CsvColumns {
  /** Every resource that any template requests, without `pods`. */
  readonly requested: readonly string[];
  /** Every resource whose usage is recorded, in display order. */
  readonly used: readonly string[];
  /** Every resource that a node of this name ever offers, in display order. */
  readonly offered: ReadonlyMap<string, readonly string[]>;
  /** Start of the three file names of each node. */
  readonly fileStems: ReadonlyMap<string, string>;
}

export function csvColumns(observations: Iterable<Observation>): CsvColumns {
  const requested = new Set<string>();
  const used = new Set<string>();
  const offered = new Map<string, Set<string>>();
  const namesByUid = new Map<string, string>();
  const offers = (name: string, resources: object) => {
    const known = offered.get(name) ?? new Set(['cpu', 'memory', 'pods']);
    for (const resource of Object.keys(resources)) known.add(resource);
    offered.set(name, known);
  };
  for (const observation of observations) {
    if (observation.kind === 'template') {
      for (const resource of readableRequest(observation.template, undefined).amounts.keys())
        requested.add(resource);
    } else if (observation.kind === 'node-added') {
      namesByUid.set(observation.uid, observation.name);
      offers(observation.name, observation.allocatable);
    } else if (observation.kind === 'pod-usage') {
      for (const resource of Object.keys(observation.used)) used.add(resource);
    } else if (observation.kind === 'node-changed') {
      const name = namesByUid.get(observation.uid);
      if (name !== undefined) offers(name, observation.allocatable ?? {});
    }
  }
  requested.add('cpu').add('memory').delete('pods');
  return {
    requested: inDisplayOrder(requested),
    used: inDisplayOrder(used),
    offered: new Map([...offered].map(([name, resources]) => [name, inDisplayOrder(resources)])),
    fileStems: fileStems(offered.keys()),
  };
}

/** Converts node names to file names: every character except letters, digits, dot, dash and underscore becomes `_`; no two are the same. */
function fileStems(names: Iterable<string>): Map<string, string> {
  const stems = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    const plain =
      name
        .replace(/[^A-Za-z0-9._-]/g, '_')
        .replace(/^\.+/, '_')
        .slice(0, 200) || '_';
    let stem = plain;
    for (let number = 2; taken.has(stem.toLowerCase()); number += 1) stem = `${plain}-${number}`;
    taken.add(stem.toLowerCase());
    stems.set(name, stem);
  }
  return stems;
}
