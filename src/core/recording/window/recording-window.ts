/** Cuts a window out of a recording, as if the recording had begun and ended there: with everything that existed at its start. */
import type { Problem } from '../../errors/problem.ts';
import type { PodTemplate } from '../../objects/pod.ts';
import type { Microseconds } from '../../time/microseconds.ts';
import { formatMoment, parseMoment } from '../../time/moment.ts';
import type { CloseObservation, GapObservation, Observation, RecordingHeader } from '../observation.ts';
import { shiftedObservation } from '../shifted-observation.ts';
import { createExistingState } from './existing-state.ts';
import type { WindowBounds } from './window-bounds.ts';

export interface RecordingWindow {
  /** Takes the observations of the whole recording, in order of time. */
  observe(observation: Observation): void;
  /** Must be called after the last one. @returns the end of the whole recording. */
  end(): Microseconds;
}

/** The header of the window: it starts later. */
export function windowHeader(header: RecordingHeader, { from, to }: WindowBounds): RecordingHeader {
  const start = parseMoment(header.start);
  return {
    ...header,
    source: { ...header.source, window: { from, ...(to !== undefined && { to }) } },
    start: start === undefined || start === 0 ? header.start : formatMoment(start + from),
  };
}

/**
 * What happens at `from` or later, and before `to`, belongs to the window; times count from `from`. Pods and nodes that existed before `from` have an
 * age, as in any recording. The steps that they had taken, objects and changes of the scheduler are observed at 0.
 */
export function cutWindow(
  { from, to }: WindowBounds,
  pass: (observation: Observation) => void,
): RecordingWindow {
  const existing = createExistingState();
  const templates = new Map<string, PodTemplate>();
  const written = new Set<string>();
  /** Pods of the window that are not gone. */
  const pods = new Set<string>();
  const lostReadiness = new Set<string>();
  const lateGaps: GapObservation[] = [];
  let latest: Microseconds = 0;
  let hasBegun = false;
  let close: CloseObservation | undefined;

  function writeTemplate(hash: string | undefined, at: Microseconds): void {
    const template = hash === undefined ? undefined : templates.get(hash);
    if (!template || written.has(hash!)) return;
    written.add(hash!);
    pass({ at, kind: 'template', hash: hash!, template });
  }

  function passAt(observation: Observation, at: Microseconds): void {
    if (observation.kind === 'pod-created') pods.add(observation.uid);
    if ('template' in observation && typeof observation.template === 'string')
      writeTemplate(observation.template, at);
    const moved = shiftedObservation(observation, at);
    pass(
      moved.kind === 'pod-created' && moved.intended !== undefined
        ? { ...moved, intended: Math.max(0, moved.intended) }
        : moved,
    );
  }

  function begin(): void {
    hasBegun = true;
    existing.pass(from, (observation) => {
      passAt(observation, 0);
      if (observation.kind === 'pod-created' && existing.lostReadiness(observation.uid))
        lostReadiness.add(observation.uid);
    });
  }

  function observeInside(observation: Observation): void {
    const at = latest - from;
    const { kind } = observation;
    if (kind === 'gap') return pass({ ...observation, at, from: Math.max(0, observation.from - from) });
    if (kind.startsWith('pod-') && kind !== 'pod-created') {
      const { uid } = observation as { readonly uid: string };
      // Of a pod that was over when the window began, nothing is left to say.
      if (!pods.has(uid)) return;
      if (kind === 'pod-deleted') pods.delete(uid);
      if (kind === 'pod-readiness' && observation.ready && lostReadiness.delete(uid)) {
        const { ready: _again, ...again } = observation;
        return passAt({ ...again, kind: 'pod-ready' }, at);
      }
    }
    passAt(observation, at);
  }

  return {
    observe(observation) {
      latest = Math.max(latest, observation.at);
      if (observation.kind === 'template') {
        templates.set(observation.hash, observation.template);
        return;
      }
      if (observation.kind === 'close') {
        close = observation;
        return;
      }
      if (latest < from) return existing.take(observation);
      if (!hasBegun) begin();
      if (to === undefined || latest < to) return observeInside(observation);
      if (observation.kind === 'gap' && observation.from < to) lateGaps.push(observation);
    },
    end() {
      if (!hasBegun && latest >= from) begin();
      const end = Math.min(to ?? latest, latest) - from;
      for (const gap of lateGaps) pass({ ...gap, at: end, from: Math.max(0, gap.from - from) });
      if (hasBegun && (close || (to !== undefined && to < latest))) pass(closeAt(end, close));
      return latest;
    },
  };
}

/** The coverage of the whole says nothing about the window. */
function closeAt(at: Microseconds, close: CloseObservation | undefined): Observation {
  const { speed, problems = [] }: { speed?: CloseObservation['speed']; problems?: readonly Problem[] } =
    close ?? {};
  return { at, kind: 'close', ...(speed && { speed }), ...(problems.length > 0 && { problems }) };
}
