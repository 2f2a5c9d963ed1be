/** Keeps values that cannot hold a name: numbers, moments, words of an API. Anything else is left out or masked. */
import { isApiWord } from './known-words.ts';
import { textsOf } from './rebuilt-fields.ts';
import { MASK } from './secret-looking.ts';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const SHARE = /^\d{1,3}%$/;

/** Words of an API; anything else is masked. */
export function apiWord(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value === '' || isApiWord(value) ? value : MASK;
}

export function apiWords(value: unknown): readonly string[] | undefined {
  return textsOf(value)?.map((each) => apiWord(each) ?? MASK);
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function truth(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function numberOrShare(value: unknown): number | string | undefined {
  return typeof value === 'string' && SHARE.test(value) ? value : number(value);
}

export function moment(value: unknown): string | undefined {
  return typeof value === 'string' && MOMENT.test(value) ? value : undefined;
}
