/** Every command by its name; each file loads the rest of keg only when it runs. */
import Validate from './validate.ts';

export const COMMANDS = { validate: Validate };
