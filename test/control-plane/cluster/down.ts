/** `npm run cluster:down`: ends the processes of a cluster that `cluster:up` started and removes its folder. */
import { parseArgs } from 'node:util';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { clusterFolder, clusterNames, removeCluster } from './cluster-folder.ts';
import { runAsCommand } from './command.ts';

const USAGE = 'npm run cluster:down -- [--name NAME]';

await runAsCommand(async ({ note }) => {
  const name = readName();
  const folder = clusterFolder(name);
  const names = await clusterNames();
  if (!names.includes(name)) {
    throw new UserError(`There is no cluster "${name}"`, {
      next: names.length === 0 ? 'npm run cluster:up starts one' : `there is: ${names.join(', ')}`,
    });
  }
  await removeCluster(folder);
  note(`cluster "${name}" is gone`);
});

function readName(): string {
  try {
    return parseArgs({ options: { name: { type: 'string', default: 'keg' } } }).values.name;
  } catch (error) {
    throw new UserError((error as Error).message, { next: USAGE });
  }
}
