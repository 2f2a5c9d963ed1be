/** Declares the one interface of all targets: survey → prepare → play → remove. */
import type { Problem } from '../core/errors/problem.ts';
import type { UserError } from '../core/errors/user-error.ts';
import type { RecordingHeader, SchedulerLatency } from '../core/recording/observation.ts';
import type { Observer } from '../core/recording/observer.ts';
import type { ProvenSpeed } from '../core/recording/run-quality.ts';
import type { WindowBounds } from '../core/recording/window/window-bounds.ts';
import type { Autoscaler } from '../core/scenario/autoscaler.ts';
import type { Descheduler } from '../core/scenario/descheduler.ts';
import type { DrawnFailures } from '../core/scenario/drawn-failures.ts';
import type { KubernetesVersion } from '../core/scheduler/kubernetes-version.ts';
import type { Microseconds } from '../core/time/microseconds.ts';
import type { TimelineEvent } from '../core/timeline/timeline-event.ts';
import type { FlagValues, TargetFlag } from './target-flag.ts';

/** One line of the registry (targets/index.ts): all that help, errors and docs need to know of a target. */
export interface Target {
  readonly name: string;
  /** One sentence without a full stop, for help and docs. */
  readonly summary: string;
  /** Virtual time jumps from event to event; wall time passes. */
  readonly clock: 'virtual' | 'wall';
  /** Its own flags: they make no sense on a target that does not list them. */
  readonly flags: readonly TargetFlag[];
  /** Flags of `replay` that make no sense on this target. */
  readonly senselessFlags: readonly string[];
  /** What to do instead of giving one of them. */
  readonly insteadOfSenseless?: string;
  /** Files that it reads, such as a kubeconfig: no output may replace them. */
  inputFiles?(flags: FlagValues): Promise<readonly string[]>;
  /** @throws {UserError} (usage) for a value of a flag that is not valid. */
  open(flags: FlagValues): Promise<OpenTarget>;
}

/** Scenario time ÷ wall time. `whileBusy`: this speed while there is work, and jumps over the time in which there provably is none. */
export type PlannedSpeed = number | { readonly whileBusy: number };

/** The speed at which a play runs while there is work. */
export function busySpeed(speed: PlannedSpeed): number {
  return typeof speed === 'number' ? speed : speed.whileBusy;
}

export interface OpenTarget {
  readonly name: string;
  /** Whether it plays what comes before a window itself, because that takes no time there. */
  readonly playsBeforeWindows?: boolean;
  /**
   * Reads what is there and changes nothing.
   *
   * @throws {UserError} where the play is refused.
   */
  survey(play: Play, speed: PlannedSpeed): Promise<TargetRun>;
}

/** One play on one target. `close` is always called, `remove` after `prepare` was called, unless everything is to stay. */
export interface TargetRun {
  readonly survey: Survey;
  /** Creates what must exist when the clock starts. From here on there may be something to remove. */
  prepare(preparation: Preparation): Promise<Prepared>;
  /** Plays until the end of the play or until the signal; then everything that was observed has reached the observer. */
  play(playing: Playing): Promise<PlayResult>;
  /** Removes everything that it created, and waits until it is gone. @param onProgress gets a sentence for people. */
  remove(onProgress: (doing: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** What is known before anything is created. */
export interface Survey {
  /** Where and as what it is played, for people: `on context "x" (…), as run abc123`. Undefined where nothing outside keg is touched. */
  readonly place?: string;
  /** Address of the API server. Undefined where nothing outside keg is touched. */
  readonly server?: string;
  /** The command that removes what the run created. Undefined where it creates nothing. */
  readonly removal?: string;
  /** What this target plays otherwise than the scenario says, and what to know about it. */
  readonly problems: readonly Problem[];
  /** What will be created, in order. */
  readonly objects: readonly PlannedObjects[];
}

export interface PlannedObjects {
  readonly kind: string;
  readonly count: number;
  /** Some of their names. */
  readonly names: readonly string[];
  /** One of them, as it will be sent. */
  readonly example: object;
}

export interface Preparation {
  readonly signal: AbortSignal;
  /** Gets a sentence for people: what is done at the moment. */
  readonly onProgress: (doing: string) => void;
}

/** What became known while it was prepared. */
export interface Prepared {
  /** Sentences for people. */
  readonly facts: readonly string[];
  readonly problems: readonly Problem[];
}

export interface Playing {
  readonly signal: AbortSignal;
  /** Starts the recording. Called once, when the clock starts. */
  readonly begin: (facts: RunFacts) => Observer;
  /** When the clock stops and goes on. A target in virtual time has no use for it, unless it is paced. */
  readonly pauses?: Pauses | undefined;
  /** Whether a target in virtual time keeps to the planned speed. Default: it plays as fast as it can. */
  readonly isPaced?: boolean | undefined;
  /** Called a few times a second of wall time. Undefined where nothing shows it. */
  readonly onMoment?: ((moment: PlayMoment) => void) | undefined;
}

export interface Pauses {
  /** Scenario times at which the clock stops; what is due until then is still sent. */
  readonly at: readonly Microseconds[];
  /** @param onToggle is called when a person wants to pause, or to go on. @returns what ends that. */
  listen(onToggle: () => void): () => void;
  /** @param onFactor is called when a person wants another speed, with the factor. @returns what ends that. */
  listenSpeed?(onFactor: (factor: number) => void): () => void;
}

/** What only the target knows of a recording's header. */
export interface RunFacts extends Pick<RecordingHeader, 'start' | 'clock'> {
  /** The version whose scheduler decides. */
  readonly kubernetes: string;
  /** The configuration of that scheduler; undefined for the default, and where the target cannot know it. */
  readonly configuration?: unknown;
  /** How long that scheduler takes; undefined for the defaults, and where the target cannot know it. */
  readonly latency?: SchedulerLatency | undefined;
  /** `parallel` if the embedded scheduler checks nodes as workers that race. */
  readonly search?: string;
}

/** How far a play has come. */
export interface PlayMoment {
  readonly scenarioTime: Microseconds;
  /** Scenario time of the end where time is virtual, if it is known. */
  readonly end?: Microseconds | undefined;
  /** Of virtual time that keeps to a speed. */
  readonly pace?: PaceMoment;
  /** Undefined where time is virtual. */
  readonly wall?: {
    /** Scenario time of the end, if it is known. */
    readonly end: Microseconds | undefined;
    /** Pods. */
    readonly pending: number;
    readonly running: number;
    /** p99 of the injection lag so far, wall time. */
    readonly lag: Microseconds;
    readonly isPaused?: boolean;
    /** Scenario time ÷ wall time that is planned at the moment. */
    readonly speed?: number;
  };
}

interface PaceMoment {
  /** Scenario time ÷ wall time. */
  readonly speed: number;
  /** p99 of the lag so far, wall time; undefined where nothing can be late. */
  readonly lag: Microseconds | undefined;
  readonly isPaused: boolean;
}

export interface PlayResult {
  readonly played: Played;
  readonly speed: ProvenSpeed;
  /** What ended the play early, other than the signal. */
  readonly failure: UserError | undefined;
}

interface SchedulerModel {
  /** The version whose scheduler decides, as `1.36`. */
  readonly kubernetesVersion: KubernetesVersion;
  /** A KubeSchedulerConfiguration or one profile of it; undefined for the default. */
  readonly configuration: unknown;
  /** Integer microseconds for which the scheduler is busy with one pod. */
  readonly cycle: number;
  /** Integer microseconds from the decision to the binding. */
  readonly bind: number;
  /** Settles a tie between equally good nodes in place of the scheduler: to follow placements that were recorded. */
  readonly chooseNode?: (best: readonly string[]) => string | undefined;
}

export interface Play {
  readonly timeline: readonly TimelineEvent[];
  readonly scheduler: SchedulerModel;
  /** Adds and removes nodes while it is played. */
  readonly autoscaler?: Autoscaler | undefined;
  /** Of the nodes that the autoscaler adds; those of other nodes are in the timeline. */
  readonly failures?: readonly DrawnFailures[] | undefined;
  /** Whether pods with owners are created again that drains and failures of nodes end: those of a recording have no controllers. */
  readonly replacesPods?: boolean;
  /** Evicts pods while it is played. */
  readonly descheduler?: Descheduler | undefined;
  /** Seeds what the target itself draws (ties up to Kubernetes 1.34). */
  readonly seed: number;
  /** Where the scenario ends, in integer microseconds; undefined: when nothing is left to happen. */
  readonly duration: number | undefined;
  /** Only this part is observed; what comes before is played all the same. Undefined: everything. */
  readonly window?: WindowBounds;
}

type RefusedThing = 'object';

/** Something that the cluster did not do, as an API server refuses a second object of one name. */
export interface Refusal {
  readonly at: Microseconds;
  readonly message: string;
  /** Of what there may be hundreds, such as the objects of a recording: they are counted in one problem. */
  readonly about?: RefusedThing;
}

export interface Played {
  /** Events of the timeline that were played. */
  readonly events: number;
  /** Integer microseconds of scenario time at which the window ends. */
  readonly end: Microseconds;
  readonly refusals: readonly Refusal[];
  /** Whether its signal ended it early. */
  readonly stopped?: boolean;
  /** Wall time from the start to the end of the window; undefined where time is virtual. */
  readonly wallTime?: Microseconds;
  /** Events that were due and could not be sent in time. */
  readonly unsent?: number;
  /** Changes of the scheduler that made it start again. */
  readonly schedulerPauses?: readonly SchedulerPause[];
  /** Names of nodes that others added, and that could take pods of the play. */
  readonly foreignNodes?: readonly string[];
  /** Where the scheduler explains its decisions. */
  readonly explained?: Explained | undefined;
}

/** How many pods were bound, and for how many of them the scheduler explains why. */
export interface Explained {
  readonly bound: number;
  readonly explained: number;
}

/** A change of the scheduler, and for how much wall time it perhaps scheduled nothing. */
export interface SchedulerPause {
  readonly at: Microseconds;
  readonly wall: Microseconds;
}
