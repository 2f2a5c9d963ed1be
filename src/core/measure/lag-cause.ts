/** Describes the cause of injection lag in words. */
import type { LagLimit } from '../recording/run-quality.ts';

const WORDS: Readonly<Record<LagLimit, string>> = {
  nothing: 'nothing',
  'send-queue': 'our send queue',
  'api-server': 'the API server',
  throttling: '429s',
};

/** The words after "limited by". A cause of a later version is returned unchanged. */
export function limitWords(limit: LagLimit): string {
  return WORDS[limit] ?? limit;
}
