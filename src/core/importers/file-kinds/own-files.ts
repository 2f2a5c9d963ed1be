/** Describes the files that keg itself reads and writes. */
import { countKeys, type FileKind, hasKeys, isObjectOf } from './file-kind.ts';

const OWN = /^keg\.dev\//;

const RECORDING_FILE: FileKind = {
  title: 'a recording',
  role: 'recording',
  next: 'print it with kubectl keg report, play it with kubectl keg replay, or fit a scenario to it with kubectl keg fit',
  detect: ({ firstLine, kind }) =>
    /^\{.*"kind":\s*"Recording"/.test(firstLine) ||
    (/^\{"apiVersion":\s*"keg\.dev\/[^"]*"/.test(firstLine) && kind === ''),
};

/** Keys of a scenario's top level, in keg's form and in those of the original Go tool. */
const SCENARIO_KEYS = ['events', 'cluster', 'templates'];

const SCENARIO = {
  title: 'a scenario',
  role: 'scenario',
  next: 'play it with kubectl keg replay, or check it with kubectl keg validate',
} as const;

/** A scenario by its keys: the original tool's files carry no apiVersion. Other files have such keys too, so this one comes late. */
export const UNDECLARED_SCENARIO: FileKind = {
  ...SCENARIO,
  detect: (head) => head.kind === 'Scenario' || (head.kind === '' && countKeys(head, SCENARIO_KEYS) > 0),
};

export const GENERATOR_CONFIGURATION: FileKind = {
  title: 'a generator configuration of kube-event-generator',
  next: 'make a scenario of it: kubectl keg generate FILE -o SCENARIO.yaml',
  detect: (head) => head.apiVersion === '' && hasKeys(head, 'generation'),
};

export const OWN_FILES: readonly FileKind[] = [
  RECORDING_FILE,
  { ...SCENARIO, detect: (head) => isObjectOf(head, OWN, ['Scenario', '']) },
  {
    title: 'a report that keg printed (-o json or yaml)',
    next: 'give the recording that it was made from',
    detect: (head) => isObjectOf(head, OWN, ['Report']),
  },
  {
    title: 'a fit that keg printed (-o json or yaml)',
    next: 'write the scenario of a fit with kubectl keg fit RECORDING -o SCENARIO.yaml',
    detect: (head) => isObjectOf(head, OWN, ['Fit', 'RecordingFit']),
  },
  GENERATOR_CONFIGURATION,
  {
    title: 'a file of another version of keg',
    next: 'use a newer kubectl keg',
    detail: ({ kind }) => `, of kind ${kind}`,
    detect: (head) => isObjectOf(head, OWN) && head.kind !== '',
  },
];
