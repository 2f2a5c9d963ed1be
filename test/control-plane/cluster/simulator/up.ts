/** `npm run simulator:up`: starts kube-scheduler-simulator to try keg on; prints the path of its kubeconfig, and nothing else, on stdout. */
import { parseArgs } from 'node:util';
import { UserError } from '../../../../src/core/errors/user-error.ts';
import { runAsCommand } from '../command.ts';
import { startSimulator } from './start-simulator.ts';

const USAGE = 'npm run simulator:up -- [--name NAME]';

await runAsCommand(async ({ note, print }) => {
  const name = readName();
  const start = performance.now();
  const { server, simulatorUrl, kubeconfig } = await startSimulator({ name, stays: true, note });
  note(
    `simulator "${name}" at ${server} is ready after ${((performance.now() - start) / 1000).toFixed(1)} s; give keg --simulator-url ${simulatorUrl}`,
  );
  note(`end it with: npm run simulator:down -- --name ${name}`);
  print(kubeconfig);
});

function readName(): string {
  try {
    return parseArgs({ options: { name: { type: 'string', default: 'simulator' } } }).values.name;
  } catch (error) {
    throw new UserError((error as Error).message, { next: USAGE });
  }
}
