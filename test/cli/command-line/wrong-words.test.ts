/** The law of refusals: what oclif's parser refuses is explained, and what it accepts is not. */
import { parse } from '@oclif/core/parser';
import test from 'ava';
import { loadCommands } from '../../../commands/index.ts';
import { shapesOf } from '../../../src/cli/command-line/command-shape.ts';
import { wrongWords } from '../../../src/cli/command-line/wrong-words.ts';
import { propertyRuns } from '../../property-runs.ts';
import fc from '../../seeded-properties.ts';

const COMMANDS = await loadCommands();
const SHAPES = shapesOf(COMMANDS);

type Input = Parameters<typeof parse>[1];

async function isRefusedByOclif(id: string, words: readonly string[]): Promise<boolean> {
  const command = COMMANDS[id as keyof typeof COMMANDS] as unknown as Required<Input>;
  const { args, strict } = command;
  const flags = { ...command.baseFlags, ...command.flags };
  for (const arg of Object.values(args)) arg.ignoreStdin = true;
  try {
    await parse([...words], { flags, args, strict } as Input);
    return false;
  } catch {
    return true;
  }
}

/** Words that mean something to the command, and words that do not. */
function wordsFor(id: string): fc.Arbitrary<readonly string[]> {
  const shape = SHAPES.find(({ words }) => words.join(':') === id)!;
  const flags = shape.flags.flatMap(({ name, char, options, isNegatable, takesValue }) => [
    `--${name}`,
    ...(char === undefined ? [] : [`-${char}`]),
    ...(isNegatable ? [`--no-${name}`] : []),
    ...(takesValue ? [`--${name}=1`] : []),
    ...(options ?? []),
  ]);
  const word = fc.constantFrom(...flags, 'a', '7', '-7', '--', '-', '', '--nothing', '--nothing=1', 'x=y');
  return fc.array(word, { maxLength: 6 });
}

for (const id of Object.keys(COMMANDS)) {
  test(`${id.replace(':', ' ')}: a line is explained exactly if oclif refuses it`, async (t) => {
    const shape = SHAPES.find(({ words }) => words.join(':') === id)!;
    await fc.assert(
      fc.asyncProperty(wordsFor(id), async (words) => {
        const isExplained = wrongWords(shape, words) !== undefined;
        return isExplained === (await isRefusedByOclif(id, words));
      }),
      propertyRuns(60, 3000),
    );
    t.pass();
  });
}
