/** Lists every command by its name. Each file loads the rest of keg only when it runs. */
import ClusterResetCommand from './cluster/reset.ts';
import ClusterStatusCommand from './cluster/status.ts';
import ExplainCommand from './explain.ts';
import FitCommand from './fit.ts';
import GenerateCommand from './generate.ts';
import ImportCommand from './import/index.ts';
import ImportOpenbCommand from './import/openb.ts';
import RecordCommand from './record.ts';
import ReplayCommand from './replay.ts';
import ReportCommand from './report.ts';
import ValidateCommand from './validate.ts';
import VerifyCommand from './verify.ts';

export const COMMANDS = {
  'cluster:reset': ClusterResetCommand,
  'cluster:status': ClusterStatusCommand,
  explain: ExplainCommand,
  fit: FitCommand,
  generate: GenerateCommand,
  import: ImportCommand,
  'import:openb': ImportOpenbCommand,
  record: RecordCommand,
  replay: ReplayCommand,
  report: ReportCommand,
  validate: ValidateCommand,
  verify: VerifyCommand,
};
