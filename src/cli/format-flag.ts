/** Declares `-o` for commands that print one result in one of several formats. */
import * as Flags from '@oclif/core/flags';
import { formatNames } from '../render/formats/index.ts';
import type { OutputFormat } from '../render/formats/output-format.ts';

/** @param formats the first one is the default. */
export function formatFlag(formats: readonly OutputFormat[]) {
  const names = formatNames(formats);
  return Flags.option({ char: 'o', options: names, default: names[0]! })({ description: 'format' });
}
