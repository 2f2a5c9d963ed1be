/** The causes of injection lag in words. */
import test from 'ava';
import { limitWords } from '../../../src/core/measure/lag-cause.ts';
import type { LagLimit } from '../../../src/core/recording/run-quality.ts';

test('each cause has its own words, and an unknown one is returned unchanged', (t) => {
  t.is(limitWords('nothing'), 'nothing');
  t.is(limitWords('send-queue'), 'our send queue');
  t.is(limitWords('api-server'), 'the API server');
  t.is(limitWords('throttling'), '429s');
  t.is(limitWords('the moon' as LagLimit), 'the moon');
});
