/** `kubectl keg audit`: lists what a recording discloses about its cluster. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { formatFlag } from '../src/cli/format-flag.ts';
import { KegCommand } from '../src/cli/keg-command.ts';
import { dataFormats } from '../src/render/formats/index.ts';

export default class AuditCommand extends KegCommand {
  static override readonly summary = 'List what a recording discloses about its cluster';
  static override readonly description =
    'Looks at every text of a recording, also in fields that keg does not know, and counts by kind what may identify the cluster, its owner or a person: likely secrets, addresses, host names, uids, names, labels, images and their registries, other text. Times of day, labels of Kubernetes and pseudonyms are counted apart. Exits with 0 where nothing identifies the cluster, and with 1 otherwise; --allow names kinds that may stay.';
  static override readonly strict = false;
  static override readonly examples = [
    '<%= config.bin %> audit prod.keg.jsonl.gz # exits with 1 where it identifies the cluster',
    '<%= config.bin %> audit prod.keg.jsonl.gz --allow images,registries # exits with 1 for anything else',
    '<%= config.bin %> audit prod.keg.jsonl.gz -o json # exits with 1',
  ];
  static override readonly args = {
    recording: Args.string({
      required: true,
      description: 'recordings (JSON Lines, plain or gzip; - is standard input)',
    }),
  };
  static override readonly flags = {
    output: formatFlag(dataFormats()),
    allow: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'KIND,…',
      description: 'kinds that do not count for the exit code, such as pods,nodes,label-values',
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(AuditCommand);
    const { auditRecording, checkAudits, readAllowed } = await import(
      '../src/verbs/audit/audit-recording.ts'
    );
    const allowed = readAllowed(flags.allow ?? []);
    const audits = [];
    for (const file of argv as string[]) audits.push(await auditRecording(file));
    const { printAudits } = await import('../src/render/audit/print-audit.ts');
    await printAudits(audits, flags.output);
    const error = checkAudits(audits, allowed);
    if (error) throw error;
  }
}
