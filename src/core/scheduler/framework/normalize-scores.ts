/** Normalises raw scores to 0..100 (plugins/helper/normalize_score.go). */
import { divide } from '../integer.ts';
import { MAX_NODE_SCORE } from './plugin.ts';

/** Scales by the largest score. If all scores are 0, they stay 0. */
export function scaleToLargest(scores: Float64Array, count: number): void {
  scale(scores, count, false);
}

/** Scales by the largest score and reverses, so that the lowest raw score is best. If all scores are 0, they become 100. */
export function scaleToLargestReversed(scores: Float64Array, count: number): void {
  scale(scores, count, true);
}

function scale(scores: Float64Array, count: number, reversed: boolean): void {
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, scores[i] as number);
  for (let i = 0; i < count; i++) {
    const scaled = largest === 0 ? 0 : divide((scores[i] as number) * MAX_NODE_SCORE, largest);
    scores[i] = reversed ? MAX_NODE_SCORE - scaled : scaled;
  }
}
