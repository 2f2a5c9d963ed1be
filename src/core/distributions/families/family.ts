/** What every family of distributions can do, so that sampling, measuring and fitting treat them alike. */

/**
 * The functions of one family, given its parameters. Families know no unit: a value is in whatever unit the parameters are in.
 * Parameters are taken to be valid (whoever reads them checks them).
 */
export interface Family<Parameters> {
  /** P(X ≤ x). */
  cdf(parameters: Parameters, x: number): number;
  /** P(X > x), accurate in the upper tail where 1 − cdf would be 0. */
  survival(parameters: Parameters, x: number): number;
  /** The value drawn by one uniform `u` inside (0, 1); the inverse of the cdf unless the family says otherwise. */
  quantile(parameters: Parameters, u: number): number;
  /** E(X); Infinity where it does not exist. */
  mean(parameters: Parameters): number;
}
