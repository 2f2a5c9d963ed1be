/** The label on everything that keg creates in a cluster: removal finds its objects by this label. */

/** Its value is the run's id. */
export const RUN_LABEL = 'keg.dev/run';
