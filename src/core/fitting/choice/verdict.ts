/** Declares what the tests of a quantity can say. */

/**
 * `fits`: the test does not reject the family. `close`: the test rejects it, but only because the sample is large; the effect size gives the
 * difference. `no family fits`: the difference is large. `too few`: not enough ends for a test. `constant`: all ends are equal.
 */
export type Verdict = 'fits' | 'close' | 'no family fits' | 'too few' | 'constant';
