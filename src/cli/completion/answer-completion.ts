/** Answers the Tab key: `kubectl-keg __complete WORDS...` prints what can stand in place of the last word. */
import packageJson from '../../../package.json' with { type: 'json' };
import { type CommandClass, shapesOf } from '../command-line/command-shape.ts';
import { completeWords } from './complete-words.ts';
import { completionAnswer } from './completion-answer.ts';
import { knownValues } from './known-values.ts';

/** A shell shows what it is given, so a failure must not print anything: it offers nothing. */
const NOTHING = ':1\n';

/** @param loadCommands loads the commands that a first word needs. */
export async function answerCompletion(
  words: readonly string[],
  loadCommands: (first?: string) => Promise<Readonly<Record<string, CommandClass>>>,
): Promise<string> {
  try {
    const commands = await loadCommands(words.length > 1 ? words[0] : undefined);
    return completionAnswer(
      await completeWords(words, shapesOf(commands), topics(), knownValues(loadCommands)),
    );
  } catch {
    return NOTHING;
  }
}

/** The first line of each topic's text. */
function topics(): Record<string, string> {
  const texts = Object.entries(packageJson.oclif.topics);
  return Object.fromEntries(texts.map(([name, { description }]) => [name, description.split('\n')[0] ?? '']));
}
