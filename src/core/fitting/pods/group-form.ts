/** Declares how finely a group is written: where a replay misses the recording, the fit is repeated in a finer form. */

export interface GroupForm {
  /**
   * 0: as the tests choose. Each step doubles what a form may have: stretches of different pace, and strata in time of the lifetimes. A
   * group that has nothing to refine gives the same fit for each step.
   */
  readonly finer: number;
  /** Whether arrivals are written as the recorded times. */
  readonly isRecorded: boolean;
  /** Whether the few pods that carry most of the time and requests are written one by one. */
  readonly keepsHeavy: boolean;
  /** Whether the large bursts are an entry of their own: each comes when it came, and its pods draw from its own run times. */
  readonly partsBursts?: boolean;
  /** Whether bursts come where they came, as stretches of the pace: a queue before a full cluster depends on where they meet. */
  readonly placesBursts?: boolean;
  /** Repeats of each test of a family. Default: as many as a p-value needs that is printed. */
  readonly repeats?: number;
}

export const AS_CHOSEN: GroupForm = { finer: 0, isRecorded: false, keepsHeavy: false };
