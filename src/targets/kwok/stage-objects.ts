/** Builds keg's own KWOK Stages: they carry out what a pod's annotations say, and win over every other stage on the run's pods and nodes. */

import {
  END_DELAY,
  END_PHASE,
  READY_AT_START,
  READY_DELAY,
  START_DELAY,
} from '../live/objects/pod-timing.ts';
import { RUN_LABEL } from '../live/objects/run-label.ts';
import { runLabels } from '../live/objects/run-names.ts';

/** Where several stages match, KWOK draws one by weight; one without weight is never drawn (pkg/utils/lifecycle, Match). */
const WEIGHT = 1_000_000;

interface StageShape {
  readonly name: string;
  readonly kind: 'Node' | 'Pod';
  readonly when: readonly object[];
  /** A jq expression that gives a Go duration. */
  readonly delay?: string;
  readonly status: string;
}

/** All stages of a run. Delays have no jitter: KWOK uses a jitter that is not above the delay in its place. */
export function stageObjects(run: string): object[] {
  return [NODE_READY, POD_START, POD_READY, POD_END].map((shape) => stage(run, shape));
}

function stage(run: string, { name, kind, when, delay, status }: StageShape): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: `keg-${run}-${name}`, labels: runLabels(run) },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchLabels: { [RUN_LABEL]: run }, matchExpressions: when },
      weight: WEIGHT,
      ...(delay === undefined
        ? {}
        : { delay: { durationMilliseconds: 0, durationFrom: { expressionFrom: delay } } }),
      next: { statusTemplate: status },
    },
  };
}

const annotation = (key: string): string => `.metadata.annotations["${key}"]`;
const isReady = '.status.conditions.[] | select( .type == "Ready" ) | .status';
const alive = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const phase = (value: string): object => ({ key: '.status.phase', operator: 'In', values: [value] });

/** The statuses of all containers of a pod that runs, each with the given fields; `$before` is the status so far. */
const eachContainer = (status: string): string => `{{ $root := . }}
containerStatuses:
{{ range $index, $container := .spec.containers }}
{{ $before := index $root.status.containerStatuses $index }}
- name: {{ $container.name | Quote }}
  image: {{ $container.image | Quote }}
  imageID: ""
  restartCount: 0
${status}
{{ end }}
`;

const NODE_READY: StageShape = {
  name: 'node-ready',
  kind: 'Node',
  when: [{ key: isReady, operator: 'NotIn', values: ['True'] }],
  status: `{{ $now := Now }}
conditions:
- {type: Ready, status: "True", reason: KegReady, message: simulated, lastHeartbeatTime: {{ $now | Quote }}, lastTransitionTime: {{ $now | Quote }}}
`,
};

const POD_START: StageShape = {
  name: 'pod-start',
  kind: 'Pod',
  when: [alive, phase('Pending'), { key: annotation(START_DELAY), operator: 'Exists' }],
  delay: annotation(START_DELAY),
  status: `{{ $now := Now }}
{{ $ready := index .metadata.annotations "${READY_AT_START}" }}
phase: Running
startTime: {{ $now | Quote }}
conditions:
- {type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }}}
- {type: Ready, status: {{ if $ready }}"True"{{ else }}"False"{{ end }}, lastTransitionTime: {{ $now | Quote }}}
- {type: ContainersReady, status: {{ if $ready }}"True"{{ else }}"False"{{ end }}, lastTransitionTime: {{ $now | Quote }}}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  restartCount: 0
  started: true
  ready: {{ if $ready }}true{{ else }}false{{ end }}
  state: {running: {startedAt: {{ $now | Quote }}}}
{{ end }}
`,
};

const POD_READY: StageShape = {
  name: 'pod-ready',
  kind: 'Pod',
  when: [
    alive,
    phase('Running'),
    { key: isReady, operator: 'NotIn', values: ['True'] },
    { key: annotation(READY_DELAY), operator: 'Exists' },
  ],
  delay: annotation(READY_DELAY),
  status: `{{ $now := Now }}
conditions:
- {type: Ready, status: "True", lastTransitionTime: {{ $now | Quote }}}
- {type: ContainersReady, status: "True", lastTransitionTime: {{ $now | Quote }}}
${eachContainer(`  started: true
  ready: true
  state: {running: {startedAt: {{ $before.state.running.startedAt | Quote }}}}`)}`,
};

const POD_END: StageShape = {
  name: 'pod-end',
  kind: 'Pod',
  when: [
    alive,
    phase('Running'),
    { key: annotation(END_DELAY), operator: 'Exists' },
    // A pod that becomes ready does not end before that.
    {
      key: `if ${annotation(READY_DELAY)} == null or ((.status.conditions // []) | any(.type == "Ready" and .status == "True")) then "due" else "" end`,
      operator: 'In',
      values: ['due'],
    },
  ],
  delay: annotation(END_DELAY),
  status: `{{ $now := Now }}
{{ $failed := eq (index .metadata.annotations "${END_PHASE}") "Failed" }}
phase: {{ index .metadata.annotations "${END_PHASE}" }}
conditions:
- {type: Ready, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now | Quote }}}
- {type: ContainersReady, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now | Quote }}}
${eachContainer(`  started: false
  ready: false
  state:
    terminated:
      exitCode: {{ if $failed }}1{{ else }}0{{ end }}
      reason: {{ if $failed }}Error{{ else }}Completed{{ end }}
      startedAt: {{ $before.state.running.startedAt | Quote }}
      finishedAt: {{ $now | Quote }}`)}`,
};
