/** Turns samples of what pods use into observations: only of pods that run, and only what changed since the last sample. */
import type { Observation } from '../../core/recording/observation.ts';
import type { Observer } from '../../core/recording/observer.ts';
import type { Microseconds } from '../../core/time/microseconds.ts';

/** What a pod uses at the moment. */
export interface UsageSample {
  readonly namespace: string;
  readonly name: string;
  /** Nanocores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

interface NamedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface UsageSamples {
  /** Learns the uid that a name has, as the recording has it. */
  named(pod: NamedPod): void;
  /** Must get every observation of pods. */
  note(observation: Observation): void;
  take(samples: readonly UsageSample[], at: Microseconds): void;
}

export function createUsageSamples(observe: Observer['observe']): UsageSamples {
  const uids = new Map<string, string>();
  const names = new Map<string, string>();
  /** The last sample of each pod that is bound and not over. */
  const running = new Map<string, { cpu?: number; memory?: number }>();
  return {
    named({ namespace, name, uid }) {
      const key = `${namespace}/${name}`;
      uids.set(key, uid);
      names.set(uid, key);
    },
    note(observation) {
      if (observation.kind === 'pod-bound') running.set(observation.uid, {});
      else if (observation.kind === 'pod-finished') running.delete(observation.uid);
      else if (observation.kind === 'pod-deleted') {
        running.delete(observation.uid);
        const key = names.get(observation.uid);
        names.delete(observation.uid);
        // A later pod may have the name by now.
        if (key !== undefined && uids.get(key) === observation.uid) uids.delete(key);
      }
    },
    take(samples, at) {
      for (const { namespace, name, cpu, memory } of samples) {
        const uid = uids.get(`${namespace}/${name}`);
        const last = uid === undefined ? undefined : running.get(uid);
        if (!last) continue;
        const used = {
          ...(cpu !== last.cpu && { cpu: `${cpu}n` }),
          ...(memory !== last.memory && { memory: String(memory) }),
        };
        Object.assign(last, { cpu, memory });
        if (Object.keys(used).length > 0) observe({ at, kind: 'pod-usage', uid: uid!, used });
      }
    },
  };
}
