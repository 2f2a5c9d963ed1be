/** What the bundle exports: the start of a command line, and the commands. */
export { loadCommands } from '../../commands/index.ts';
export { main } from '../../src/cli/main.ts';
