/** The form of kube-event-generator from April to July 2025: `after`, `duration`, `pod`, and `events.schedulerConfigs`. */
import type { PlainObject } from '../positioned-yaml.ts';
import {
  isObject,
  type KeyNames,
  podEntriesOf,
  renamed,
  type ScenarioForm,
  sourceKey,
  type Translation,
} from './scenario-form.ts';

export const GO_TOOL_AFTER: ScenarioForm = {
  id: 'keg-go-after',
  title: 'kube-event-generator, April to July 2025 (after, duration, pod)',
  detect: (data) =>
    'schedulerConfigs' in eventsOf(data) ||
    podEntriesOf(data).some((entry) => Object.keys(POD_KEYS).some((key) => key in entry)),
  translate,
};

/** Keys of `events.pods[]`. */
const POD_KEYS: KeyNames = {
  after: 'arrivalTime',
  duration: 'evictTime',
  pod: 'podSpec',
};

function translate(data: PlainObject): Translation {
  const events = eventsOf(data);
  const pods = Array.isArray(events.pods)
    ? events.pods.map((entry) => renamed(entry, POD_KEYS))
    : events.pods;
  const { schedulerConfigs, ...others } = events;
  const usesOldSchedulerKey =
    schedulerConfigs !== undefined && schedulerConfigs !== null && others.scheduler === undefined;
  const translated: PlainObject = { ...others };
  if (pods !== undefined) translated.pods = pods;
  if (usesOldSchedulerKey) translated.scheduler = schedulerConfigs;
  return {
    data: { ...data, events: translated },
    sourcePath: (path) => {
      const [first, second, index, key, ...rest] = path;
      if (first !== 'events') return path;
      if (second === 'scheduler' && usesOldSchedulerKey)
        return ['events', 'schedulerConfigs', ...path.slice(2)];
      if (second !== 'pods' || key === undefined) return path;
      const entry = Array.isArray(events.pods) ? events.pods[Number(index)] : undefined;
      return [first, second, index!, sourceKey(entry, String(key), POD_KEYS), ...rest];
    },
  };
}

function eventsOf({ events }: PlainObject): PlainObject {
  return isObject(events) ? events : {};
}
