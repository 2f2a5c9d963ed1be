/** Removes names from messages of the scheduler and the kubelet: only words of Kubernetes' own vocabulary are kept. */
import { isKnownResource } from './known-resources.ts';
import { isMessageWord } from './message-words.ts';
import { MASK } from './secret-looking.ts';

const TOKEN = /[\p{L}\p{N}_.:/@+=%-]+|[^\p{L}\p{N}_.:/@+=%-]+/gu;
/** 3, 1.5, 52Mi, 80%, 0/5. An address has more dots, and a longer number may be an account. */
const NUMBER = /^(?:\d{1,9}(?:\.\d{1,6})?(?:[numkMGTPE]i?|%)?|\d{1,7}\/\d{1,7})[.:]*$/;
const DURATION = /^(?:\d{1,6}(?:\.\d{1,6})?(?:ms|us|µs|s|m|h|d)){1,4}[.:]*$/;
/** A name with a slash, as extended resources have it. */
const EXTENDED = /^[a-z\d][a-z\d.-]*\/[\w.-]+$/i;
const QUOTED = /"[^"]*"|(?<!\p{L})'[^']{2,}'(?!\p{L})|`[^`]*`/gu;
const MARKS = /[^\s,;()[\]{}"'!?*<>|…\uE000]+/gu;

export interface MessageNames {
  readonly labelKey: (key: string) => string;
  readonly labelValue: (key: string, value: string) => string;
  readonly resource: (name: string) => string;
}

/**
 * Masks quoted text and every word outside the vocabulary. Taints in braces get the same pseudonyms as on their nodes, and resources the same
 * as in requests.
 */
export function redactMessage(message: string, names: MessageNames): string {
  const taints: string[] = [];
  // Taints are replaced by a character that no message contains, so that the word rules do not touch them.
  const bare = message
    .replaceAll('\uE000', '')
    .replaceAll(QUOTED, MASK)
    .replaceAll(/\{([^{}]*)\}/g, (_braces, inner: string) => {
      taints.push(redactTaint(inner, names));
      return '\uE000';
    });
  let before = '';
  const words = (bare.match(TOKEN) ?? []).map((token) => {
    if (!/^[\p{L}\p{N}_.:/@+=%-]/u.test(token)) return token.replaceAll(MARKS, MASK);
    const kept = before === 'Insufficient' ? keptResource(token, names) : keptToken(token);
    before = token;
    return kept;
  });
  return words
    .join('')
    .replaceAll(/…(?:[\s,]*…)+/g, MASK)
    .replaceAll('\uE000', () => `{${taints.shift() ?? ''}}`);
}

function redactTaint(inner: string, { labelKey, labelValue }: MessageNames): string {
  const parts = /^\s*([^:=\s]+)\s*[:=]\s*(.*)$/.exec(inner);
  if (!parts) return MASK;
  const [, key = '', value = ''] = parts;
  return `${labelKey(key)}: ${labelValue(key, value)}`;
}

/** "Insufficient" is followed by a resource. */
function keptResource(token: string, { resource }: MessageNames): string {
  const { body, ending } = split(token);
  return EXTENDED.test(body) ? resource(body) + ending : keptToken(token);
}

function keptToken(token: string): string {
  const { body, ending } = split(token);
  if (NUMBER.test(token) || DURATION.test(token) || isKnownResource(body)) return token;
  const isKnown = body.toLowerCase().split(/[/=-]/).every(isMessageWord);
  return isKnown ? token : MASK + ending;
}

function split(token: string): { readonly body: string; readonly ending: string } {
  const ending = /[.:=]*$/.exec(token)![0];
  return { body: ending === '' ? token : token.slice(0, -ending.length), ending };
}
