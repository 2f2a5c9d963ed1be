/** Every command by its name; each file loads the rest of keg only when it runs. */
import ClusterReset from './cluster/reset.ts';
import ClusterStatus from './cluster/status.ts';
import Fit from './fit.ts';
import Generate from './generate.ts';
import Import from './import/index.ts';
import ImportOpenb from './import/openb.ts';
import Record from './record.ts';
import Replay from './replay.ts';
import Report from './report.ts';
import Validate from './validate.ts';

export const COMMANDS = {
  'cluster:reset': ClusterReset,
  'cluster:status': ClusterStatus,
  fit: Fit,
  generate: Generate,
  import: Import,
  'import:openb': ImportOpenb,
  record: Record,
  replay: Replay,
  report: Report,
  validate: Validate,
};
