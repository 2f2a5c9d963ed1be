/** Explains a command line without a verb that keg has, and names the verb that is probably meant. */
import { didYouMean } from '../../core/errors/did-you-mean.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { CommandShape } from './command-shape.ts';
import { looksLikeFlag } from './read-words.ts';

const BIN = 'kubectl keg';

/** Verbs of other programs, with the verb of keg that does the same. */
const SAME: Readonly<Record<string, string>> = {
  analyse: 'report',
  analyze: 'report',
  capture: 'record',
  check: 'validate',
  clean: 'cluster reset',
  cleanup: 'cluster reset',
  compare: 'verify',
  convert: 'import',
  delete: 'cluster reset',
  lint: 'validate',
  measure: 'report',
  play: 'replay',
  remove: 'cluster reset',
  run: 'replay',
  show: 'report',
  simulate: 'replay',
  stats: 'report',
  watch: 'record',
  why: 'explain',
};
/** How many verbs a message suggests at most. */
const MOST = 3;

/** @param words may begin with flags. */
export function unknownVerb(words: readonly string[], commands: readonly CommandShape[]): UserError {
  const visible = commands.filter(({ isHidden }) => !isHidden);
  const [first] = words.filter((word) => !looksLikeFlag(word));
  const flag = words.find(looksLikeFlag);
  const alone = closest(flag ?? '', ['--help', '--version'])[0];
  const withoutVerb = alone === undefined ? listed() : `did you mean ${BIN} ${alone}?`;
  if (first === undefined) return new UserError(`no verb is named before ${flag}`, { next: withoutVerb });
  const ofTopic = visible.filter(({ words: [head, sub] }) => head === first && sub !== undefined);
  if (ofTopic.length > 0) return unknownSubverb(first, words[words.indexOf(first) + 1], ofTopic);
  const next = meantVerb(first, visible) ?? meantFile(first) ?? listed();
  if (!looksLikeFlag(words[0] ?? '')) return new UserError(`${shown(first)} is not a verb`, { next });
  const meant = words.find((word) => !looksLikeFlag(word) && meantVerb(word, visible) !== undefined);
  if (meant === undefined) return new UserError(`no verb is named after ${flag}`, { next: withoutVerb });
  return new UserError(`${shown(meant)} is not a verb`, { next: meantVerb(meant, visible)! });
}

function unknownSubverb(
  topic: string,
  word: string | undefined,
  commands: readonly CommandShape[],
): UserError {
  const names = commands.map(({ words: [, sub = ''] }) => sub);
  const all = `write ${BIN} ${topic} ${names.join(' or ')}`;
  if (word === undefined || looksLikeFlag(word))
    return new UserError(`${topic} needs a verb of its own`, { next: all });
  const meant = closest(word, names);
  return new UserError(`${topic} has no verb ${shown(word)}`, {
    next:
      meant.length > 0 ? `did you mean ${meant.map((name) => `${BIN} ${topic} ${name}`).join(' or ')}?` : all,
  });
}

/** Also finds `status` and `cluster:status`, which is a verb of `cluster`. */
function meantVerb(word: string, commands: readonly CommandShape[]): string | undefined {
  const heads = [...new Set(commands.map(({ words: [head = ''] }) => head)), 'help'];
  const paths = commands.filter(({ words }) => words.length > 1).map(({ words }) => words);
  const pathsLike = (spelt: (path: readonly string[]) => string): readonly string[] => {
    const like = closest(word, paths.map(spelt));
    return paths.filter((path) => like.includes(spelt(path))).map((path) => path.join(' '));
  };
  const meant = [
    Object.hasOwn(SAME, word) ? [SAME[word]!] : [],
    closest(word, heads),
    pathsLike((path) => path.at(-1)!),
    pathsLike((path) => path.join(':')),
  ].find((names) => names.length > 0);
  return meant === undefined
    ? undefined
    : `did you mean ${meant.map((name) => `${BIN} ${name}`).join(' or ')}?`;
}

/** A user who forgets the verb names a file first. */
function meantFile(word: string): string | undefined {
  const kind = /\.keg\.jsonl(\.gz)?$/.test(word)
    ? 'report'
    : /\.(ya?ml|json)$/.test(word)
      ? 'replay'
      : undefined;
  return kind === undefined ? undefined : `did you mean ${BIN} ${kind} ${word}?`;
}

/** The name itself, else the one that is spelt nearly so, else those that begin with the word. */
function closest(word: string, names: readonly string[]): readonly string[] {
  const exact = names.filter((name) => name === word.toLowerCase());
  if (exact.length > 0) return exact;
  const near = didYouMean(word, names);
  if (near !== undefined) return [near];
  return word.length < 2 ? [] : names.filter((name) => name.startsWith(word)).slice(0, MOST);
}

function listed(): string {
  return `${BIN} --help lists the verbs`;
}

function shown(word: string): string {
  return word === '' || /\s/.test(word) ? JSON.stringify(word) : word;
}
