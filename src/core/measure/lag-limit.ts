/** What made events late, in words for people. */
import type { LagLimit } from '../recording/observation.ts';

const WORDS: Readonly<Record<LagLimit, string>> = {
  nothing: 'nothing',
  'send-queue': 'our send queue',
  'api-server': 'the API server',
  throttling: '429s',
};

/** To go after "limited by"; a word of a later version is given back as it is. */
export function limitWords(limit: LagLimit): string {
  return WORDS[limit] ?? limit;
}
