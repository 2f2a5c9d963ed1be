/** Declares how well a recording or replay ran, as its close line states it: coverage, speed and delays. */

/** How complete and how timely a recording is. */
export interface Coverage {
  /** States of objects that the recording was made from; far more than it has lines. */
  readonly events: number;
  readonly gaps: number;
  /** Share of the window without gaps, from 0 to 1. Gaps that lose only times do not count. */
  readonly covered: number;
  /** How much later than Kubernetes' stamp steps were seen, beyond the second that a stamp leaves open, in wall microseconds. */
  readonly late: LagSummary;
  /** The same of the steps that kubelets stamp and report later: their delay, not that of the recorder. */
  readonly reports?: LagSummary;
}

/** The speed that a replay achieved. */
export interface ProvenSpeed {
  /** Scenario time ÷ wall time. */
  readonly planned: number;
  readonly achieved: number;
  /** Injection lag in wall microseconds. */
  readonly lag: LagSummary;
  /** What made events late; absent where the clock is virtual. */
  readonly limitedBy?: LagLimit;
  /** Answer times of the API server in wall microseconds; absent without an API server. */
  readonly answers?: LagSummary;
  /** Present where the clock jumped over idle time; `planned` is then the speed while there is work. */
  readonly jumps?: JumpFacts;
  /** When somebody stopped the clock; none of it counts in the speed or the lag. Absent where it never stopped. */
  readonly pauses?: readonly PauseFact[];
  /** When somebody changed the planned speed; absent where it stayed the same. `achieved` is that of all stretches together. */
  readonly changes?: readonly SpeedChange[];
  /** Whether virtual time was held to the planned speed; absent where it was not, and where the clock is no virtual one. */
  readonly isPaced?: boolean;
}

/** A pause of a replay. */
export interface PauseFact {
  /** Scenario time at which the clock stood still. */
  readonly at: number;
  /** How long, in wall microseconds. */
  readonly wall: number;
}

/** Another planned speed of a replay, from a moment on. */
export interface SpeedChange {
  /** Scenario time of the change. */
  readonly at: number;
  /** Planned scenario time ÷ wall time from then on. */
  readonly speed: number;
}

/** What showed that a jump skips nothing: the scheduler's metrics; the same without a proof that it saw each change of a node (before 1.37); or silence. */
export type JumpProof = 'metrics' | 'metrics-without-nodes' | 'silence';

/** The jumps of a live replay over the time in which nothing happened. */
export interface JumpFacts {
  readonly count: number;
  /** Scenario time that was jumped over, in microseconds. */
  readonly skipped: number;
  /** How often the scheduler's metrics were read. */
  readonly scrapes: number;
  /** Attempts that kube-scheduler would have made in that time only because a pod had waited for 5 minutes; none can succeed. About. */
  readonly sweeps: number;
  readonly proof: JumpProof;
  /** Wall microseconds for which the clock ran at the planned speed, by what kept it from jumping. */
  readonly held: Readonly<Record<string, number>>;
}

/** What made events late: nothing significant, keg's own send queue, slow answers of the API server, or its 429 answers. */
export type LagLimit = 'nothing' | 'send-queue' | 'api-server' | 'throttling';

/** Quantiles of delays in wall microseconds, by nearest rank. Injection lag is the time of sending minus the due time. */
export interface LagSummary {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}
