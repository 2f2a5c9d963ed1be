/** Random workloads of every kind, with the entries that a fit must write again. */
import { between, oneOf, randomLaw } from './random-laws.ts';
import { type Claim, type Entry, type Making, type RandomPart, spanOf, templateOf } from './random-part.ts';
import { randomPhases } from './random-runs.ts';

/** Seconds from one change of a workload to the next: longer than a rolling update takes. */
const PAUSE = 1500;

export function randomWorkload(making: Making): RandomPart {
  return oneOf(making.random, WORKLOADS)(making);
}

const WORKLOADS: readonly ((making: Making) => RandomPart)[] = [
  (making) => replicated(making, 'Deployment'),
  (making) => replicated(making, 'StatefulSet'),
  (making) => replicated(making, 'ReplicaSet'),
  daemonSet,
  job,
  cronJob,
];

/** Each change has another number; one of a Deployment brings another template as well. Some replicas end, and are replaced. */
function replicated(making: Making, kind: 'Deployment' | 'StatefulSet' | 'ReplicaSet'): RandomPart {
  const { random, window, name } = making;
  const changes = Math.floor(between(random, 1, Math.min(6, window / PAUSE / 2)));
  const numbers: number[] = [];
  for (let index = 0; index < changes; index += 1)
    numbers.push(1 + (((numbers.at(-1) ?? 0) + Math.floor(between(random, 1, 8))) % 9));
  const first = Math.floor(between(random, 0, 30)) * 60;
  const step = Math.max(PAUSE, Math.floor(between(random, 0.5, 1) * ((window - first) / (changes + 1))));
  const isUpdate = (index: number): boolean => kind === 'Deployment' && index === 1;
  const entries = numbers.map((replicas, index) => ({
    ...{ at: spanOf(first + index * step), kind, name, replicas },
    ...(isUpdate(index) && { template: `${name}-r2` }),
  }));
  const started = randomLaw(random, 2, ['exponential']);
  const phases = { phases: { started: started.written, ready: '5s' } };
  const law = randomLaw(random, window / 12, ['exponential', 'weibull', 'lognormal']);
  const isEnding = kind !== 'StatefulSet' && Math.min(...numbers) >= 4;
  const run = isEnding ? { lifetime: law.written, end: 'failed' } : {};
  const own = templateOf(making);
  return {
    templates: { ...own, ...templateOf({ ...making, name: `${name}-r2` }) },
    workloads: entries.map((entry, index) =>
      index === 0 ? { ...entry, template: name, ...phases, ...run } : entry,
    ),
    claims: isEnding ? [{ group: name, kind: 'law', quantity: 'lifetime', law }] : [],
    certain: { [name]: entries },
  };
}

function daemonSet(making: Making): RandomPart {
  const { random, name } = making;
  const entry = { at: spanOf(Math.floor(between(random, 0, 60)) * 60), kind: 'DaemonSet', name };
  return {
    templates: templateOf(making),
    workloads: [{ ...entry, template: name }],
    claims: [],
    certain: { [name]: [entry] },
  };
}

function job(making: Making): RandomPart {
  const { random, window, name } = making;
  const [completions, parallelism] = [
    Math.floor(between(random, 60, 200)),
    Math.floor(between(random, 2, 12)),
  ];
  const size = (0.4 * window * parallelism) / completions;
  const law = randomLaw(random, size, ['lognormal', 'weibull', 'gamma', 'exponential']);
  const entry = {
    ...{ at: spanOf(Math.floor(between(random, 0, 60)) * 60), kind: 'Job', name },
    ...{ parallelism, completions },
  };
  const phases = randomPhases(making);
  return {
    templates: templateOf(making),
    workloads: [{ ...entry, template: name, lifetime: law.written, ...phases.entry }],
    claims: [{ group: name, kind: 'law', quantity: 'lifetime', law }, ...phases.claims],
    certain: { [name]: [entry] },
  };
}

function cronJob(making: Making): RandomPart {
  const { random, window, name } = making;
  const every = 60 * Math.floor(between(random, 5, window / 60 / 60));
  const completions = Math.floor(between(random, 1, 4));
  const law = randomLaw(random, every / between(random, 4, 12), ['lognormal', 'weibull', 'gamma']);
  const jitter = randomLaw(random, 0.4, ['exponential', 'gamma']);
  const entry: Entry = {
    ...{ at: spanOf(Math.floor(between(random, 0, 20)) * 60), kind: 'CronJob', name },
    ...{ parallelism: completions, completions, every: spanOf(every) },
  };
  const claims: Claim[] = [
    { group: name, kind: 'law', quantity: 'lifetime', law },
    { group: name, kind: 'jitter', law: jitter },
  ];
  return {
    templates: templateOf(making),
    workloads: [{ ...entry, template: name, lifetime: law.written, jitter: jitter.written }],
    claims,
    certain: { [name]: [entry] },
  };
}
