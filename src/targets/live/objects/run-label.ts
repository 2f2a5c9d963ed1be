/** The label by which everything that keg makes is known, and found again to remove it. */

/** Its value is the run's id. */
export const RUN_LABEL = 'keg.dev/run';
