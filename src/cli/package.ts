/** Reads package.json and points oclif to the commands: the sources in a checkout, the built files in a package. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interfaces } from '@oclif/core';

export function readPackage(root: string): Interfaces.PJSON {
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON;
  if (existsSync(join(root, 'commands', 'index.ts'))) return pjson;
  const commands = {
    strategy: 'explicit',
    target: './dist/commands/index.js',
    identifier: 'COMMANDS',
  } as const;
  return { ...pjson, oclif: { ...pjson.oclif, commands } };
}
