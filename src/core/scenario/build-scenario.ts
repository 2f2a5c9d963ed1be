/** Builds a Scenario from a checked file: fills in defaults, finds templates, reads distributions, reports contradictions. */

import type { PodTemplate } from '../objects/pod.ts';
import { refuseSecondDefault } from './admission/refuse-second-default.ts';
import { templateAdmission } from './admission/template-admission.ts';
import { buildAutoscaler } from './build-autoscaler.ts';
import { buildFailures } from './build-failures.ts';
import { buildNodes, buildOffer } from './build-nodes.ts';
import { buildObjectEvents, buildObjects } from './build-objects.ts';
import { buildPodUpdate, isUpdate } from './build-pod-update.ts';
import { buildPods } from './build-pods.ts';
import { buildWorkloads } from './build-workloads.ts';
import { templateFinder } from './find-template.ts';
import type { ScenarioForm } from './forms/scenario-form.ts';
import type { Path } from './positioned-yaml.ts';
import type { Reporter } from './reporter.ts';
import type { NodeEvent, Scenario, SchedulerEvent } from './scenario.ts';
import type { NodeEventEntry, ScenarioFile, SchedulerEventEntry } from './schema/scenario-file.ts';
import { usedTemplate, type WrittenTemplate } from './used-template.ts';

/** Microseconds that the modelled scheduler works on one pod (source: docs/reference/targets.md). */
export const DEFAULT_CYCLE = 1_000;
/** Microseconds from the decision to the binding. */
export const DEFAULT_BIND = 10_000;

/** Builds the scenario, which is valid only if `report` gets no error. `fallbackName` is the name without a `metadata.name`. */
export function buildScenario(
  file: ScenarioFile,
  form: ScenarioForm,
  fallbackName: string,
  report: Reporter,
): Scenario {
  const templates = new Map<string, PodTemplate>(
    Object.entries(file.templates ?? {}).map(([name, template]) => [
      name,
      usedTemplate(template as WrittenTemplate, undefined, ['templates', name], report),
    ]),
  );
  const podEntries = file.events?.pods ?? [];
  const objects = buildObjects(file.cluster?.objects ?? [], ['cluster', 'objects'], report);
  const objectEvents = buildObjectEvents(file.events?.objects ?? [], ['events', 'objects'], report);
  refuseSecondDefault(file.cluster?.objects ?? [], file.events?.objects ?? [], report);
  const nodes = buildNodes(file.cluster?.nodes ?? [], ['cluster', 'nodes'], report);
  const finder = templateFinder(templates, templateAdmission(objects, objectEvents, report), report);
  return {
    name: file.metadata?.name ?? fallbackName,
    description: file.metadata?.description ?? undefined,
    form,
    position: report.positionOf([]),
    recorded: file.metadata?.recorded ?? undefined,
    seed: file.seed,
    duration: file.duration,
    kubernetesVersion: file.cluster?.kubernetesVersion,
    scheduler: {
      configuration: file.cluster?.scheduler?.configuration,
      cycle: file.cluster?.scheduler?.latency?.cycle ?? DEFAULT_CYCLE,
      bind: file.cluster?.scheduler?.latency?.bind ?? DEFAULT_BIND,
    },
    nodes,
    ...(file.cluster?.autoscaler && {
      autoscaler: buildAutoscaler(
        file.cluster.autoscaler,
        ['cluster', 'autoscaler'],
        [...nodes, ...(file.events?.nodes ?? [])].map(({ name }) => name),
        report,
      ),
    }),
    ...(file.cluster?.descheduler && { descheduler: file.cluster.descheduler }),
    ...(file.events?.failures && {
      failures: buildFailures(file.events.failures, ['events', 'failures'], report),
    }),
    objects,
    templates,
    pods: podEntries.flatMap((fields, index) =>
      isUpdate(fields) ? [] : buildPods(fields, ['events', 'pods', index], finder, report),
    ),
    podUpdates: podEntries.flatMap((fields, index) =>
      isUpdate(fields) ? buildPodUpdate(fields, ['events', 'pods', index], report) : [],
    ),
    nodeEvents: (file.events?.nodes ?? []).map((fields, index) =>
      buildNodeEvent(fields, ['events', 'nodes', index], report),
    ),
    objectEvents,
    schedulerEvents: (file.events?.scheduler ?? []).map((fields, index) =>
      buildSchedulerEvent(fields, ['events', 'scheduler', index], report),
    ),
    workloads: buildWorkloads(file.events?.workloads ?? [], ['events', 'workloads'], finder, report),
  };
}

function buildNodeEvent(fields: NodeEventEntry, path: Path, report: Reporter): NodeEvent {
  if ((fields.action === 'add' || fields.action === 'update') && !fields.template) {
    report.error('missing-value', path, `action ${fields.action} needs a template`);
  }
  if (fields.template && fields.action !== 'add' && fields.action !== 'update') {
    report.error(
      'conflicting-keys',
      [...path, 'template'],
      `goes with add or update, not with ${fields.action}`,
    );
  }
  const offer =
    fields.action === 'add'
      ? buildOffer(fields.template ?? {}, [...path, 'template'], report)
      : fields.action === 'update' && fields.template
        ? (Object.fromEntries(
            Object.entries(fields.template).filter(([, value]) => value != null),
          ) as NodeEvent['offer'])
        : undefined;
  return {
    at: fields.at,
    action: fields.action,
    name: fields.name,
    count: fields.count,
    offer,
    position: report.positionOf(path),
  };
}

function buildSchedulerEvent(fields: SchedulerEventEntry, path: Path, report: Reporter): SchedulerEvent {
  const times = (['at', 'after', 'arrivalTime'] as const).filter((key) => fields[key] !== undefined);
  if (times.length === 0) report.warning('default-time', path, 'no time (at): it happens at 0s');
  if (times.length > 1)
    report.error('conflicting-keys', [...path, times[1]!], `is the same as ${times[0]}: keep one of them`);
  if (!fields.weights && fields.configuration === undefined)
    report.error('missing-value', path, 'nothing to change: add weights or configuration');
  const at = fields.at ?? fields.after ?? fields.arrivalTime ?? 0;
  if (!Number.isSafeInteger(at) || at < 0)
    report.error('invalid-value', [...path, 'arrivalTime'], 'is not a time of 0s or later');
  return {
    at,
    name: fields.name,
    weights: fields.weights ?? undefined,
    configuration: fields.configuration,
    position: report.positionOf(path),
  };
}
