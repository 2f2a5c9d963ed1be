/** Reads from a pod's manifest how long it runs and how it ends: its containers sleep, or kube-mock's annotations say it. */
import { formatDuration, parseDuration } from '../../time/duration.ts';
import { NEVER } from '../../time/microseconds.ts';
import { isObject } from '../forms/scenario-form.ts';
import type { Plain, PlainObject } from '../positioned-yaml.ts';
import { valueIn } from './placed-objects.ts';
import { type SleepTime, sleepTime } from './sleep-time.ts';

/**
 * The keys `lifetime`, `end` and `phases` of an entry; those that the manifest says nothing about are absent.
 *
 * @param template the pod, or the template of a workload: metadata and spec.
 */
export function writtenRun(template: Plain | undefined): PlainObject {
  if (!isObject(template)) return {};
  return { ...sleptRun(template), ...mockedRun(template) };
}

/** A pod that restarts its containers never ends. The init containers run before its start, one after the other. */
function sleptRun(template: PlainObject): PlainObject {
  const slept = timesOf(valueIn(template, ['spec', 'containers']));
  const isRestarted = (valueIn(template, ['spec', 'restartPolicy']) ?? 'Always') === 'Always';
  const before = initTime(template);
  return {
    ...(before > 0 && { phases: { started: formatDuration(before) } }),
    ...(slept &&
      !isRestarted && {
        lifetime: formatDuration(Math.max(...slept.map(({ time }) => time))),
        end: slept.some(({ isFailure }) => isFailure) ? 'failed' : 'succeeded',
      }),
  };
}

/** Undefined unless all of them end. */
function timesOf(containers: Plain | undefined): readonly SleepTime[] | undefined {
  if (!Array.isArray(containers) || containers.length === 0) return undefined;
  const times = containers.map((each) => (isObject(each) ? sleepTime(each) : undefined));
  return times.every((time) => time !== undefined) ? times : undefined;
}

/** Sidecars go on, and do not delay the start. */
function initTime(template: PlainObject): number {
  const containers = valueIn(template, ['spec', 'initContainers']);
  if (!Array.isArray(containers)) return 0;
  const inTurn = containers.filter(isObject).filter(({ restartPolicy }) => restartPolicy !== 'Always');
  return inTurn.reduce((sum, each) => sum + (sleepTime(each)?.time ?? 0), 0);
}

/** The prefix of kube-mock's annotations. Their values are Go durations from the creation of the pod. */
const MOCK = 'zhizuqiu.github.com/';

/** A pod that has ended stays so, and a delay that cannot be read is 0, as in kube-mock. */
function mockedRun(template: PlainObject): PlainObject {
  const annotations = valueIn(template, ['metadata', 'annotations']) ?? undefined;
  const delayOf = (name: string): number | undefined => {
    const value = isObject(annotations) ? annotations[MOCK + name] : undefined;
    return value === undefined ? undefined : Math.max(0, parseDuration(String(value)) ?? 0);
  };
  const running = delayOf('delayRunning');
  const ends = [
    { end: 'succeeded', after: delayOf('delaySucceeded') },
    { end: 'failed', after: delayOf('delayFailed') },
  ].flatMap(({ end, after }) => (after === undefined ? [] : [{ end, after }]));
  const [first] = ends.sort((left, right) => left.after - right.after);
  if (running === undefined && !first) return {};
  const started = Math.min(running ?? NEVER, first?.after ?? NEVER);
  return {
    phases: { started: formatDuration(started) },
    ...(first && { lifetime: formatDuration(first.after - started), end: first.end }),
  };
}
