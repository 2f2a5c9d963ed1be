/** The parameters of the hyperexponential distribution. */

export interface ExponentialPhase {
  /** The probability of this phase. The probabilities of all phases sum to 1; a smaller sum is scaled up. */
  readonly probability: number;
  readonly mean: number;
}

export interface Hyperexponential {
  readonly family: 'hyperexponential';
  readonly phases: readonly ExponentialPhase[];
}
