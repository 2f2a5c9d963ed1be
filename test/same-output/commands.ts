/** The commands whose output two checkouts are compared by: every verb's help, the fixtures, the trace openb and every importer. */

export interface ComparedCommand {
  readonly title: string;
  readonly args: readonly string[];
  /** Path below ../shared that the command reads; without it the command is left out and named. */
  readonly shared?: string;
}

const VERBS = [
  '',
  'replay',
  'report',
  'record',
  'fit',
  'generate',
  'import',
  'import openb',
  'validate',
  'cluster',
  'cluster status',
  'cluster reset',
];

const FIXTURES = ['gpu-day', 'deployment-scaling'];

const FORMATS = ['table', 'wide', 'json', 'yaml'];

/** Pseudonyms need a fixed salt: by default it is drawn at random. */
const SALT = ['--pseudonymise', 'compare'];

/** Inputs in `inputs/` are made by `made-inputs.ts`; the working folder is empty otherwise. */
export function comparedCommands(fixtures: string, shared: string): readonly ComparedCommand[] {
  const openb = `${shared}/data/openb`;
  return [
    ...VERBS.map((verb) => command(`help ${verb}`, [...verb.split(' '), '--help'].filter(Boolean))),
    ...FIXTURES.flatMap((name) => {
      const file = `${fixtures}/${name}.yaml`;
      return [
        command(`validate ${name}`, ['validate', file]),
        ...FORMATS.map((format) => command(`replay ${name} as ${format}`, ['replay', file, '-o', format])),
        command(`replay ${name} as csv`, ['replay', file, '-o', 'csv', '--csv-dir', `${name}-csv`]),
        command(`record the replay of ${name}`, ['replay', file, '--recording', `${name}.keg.jsonl`]),
        command(`report ${name}`, ['report', `${name}.keg.jsonl`, '--by', 'node']),
        command(`report ${name} at 6h`, ['report', `${name}.keg.jsonl`, '--at', '6h']),
        command(`report ${name} as csv`, [
          'report',
          `${name}.keg.jsonl`,
          '-o',
          'csv',
          '--csv-dir',
          `${name}-report`,
        ]),
        command(`fit ${name}`, [
          'fit',
          `${name}.keg.jsonl`,
          '-o',
          `${name}-fit.yaml`,
          '--plot',
          `${name}-fit.html`,
        ]),
        command(`fit ${name} as json`, ['fit', `${name}.keg.jsonl`, '-o', 'json']),
        command(`replay the recording of ${name}`, ['replay', `${name}.keg.jsonl`, '--pin']),
        command(`generate from ${name}`, ['generate', file, '--duration', '6h', '--amplify', '2x']),
      ];
    }),
    command('replay with fewer nodes', [
      'replay',
      `${fixtures}/gpu-day.yaml`,
      '--nodes-scale',
      '0.8',
      '--by',
      'node',
    ]),
    command('replay with weights, 1.34', [
      'replay',
      `${fixtures}/gpu-day.yaml`,
      '--weights',
      'NodeResourcesFit=10',
      '--kubernetes-version',
      '1.34',
    ]),
    command('print the schema', ['validate', '--print-schema']),
    command('refuse a bad scenario', ['validate', 'inputs/bad.yaml']),
    command('refuse to replay a bad scenario', ['replay', 'inputs/bad.yaml']),
    command('refuse a missing file', ['replay', 'inputs/missing.yaml']),
    command('refuse an unknown flag', ['replay', 'inputs/bad.yaml', '--sped', '3x']),
    command('import an audit log', ['import', 'inputs/audit.log', '-o', 'audit.keg.jsonl', '--keep-names']),
    command('import a sched-recorder file', [
      'import',
      'inputs/sched.jsonl',
      '-o',
      'sched.keg.jsonl',
      '--keep-names',
    ]),
    command('import a KWOK recording', ['import', 'inputs/kwok.yaml', '-o', 'kwok.keg.jsonl', ...SALT]),
    read(shared, 'data/simkube/dsb-scaling.sktrace', 'import a SimKube trace', (path) => [
      ...['import', path, '-o', 'simkube.keg.jsonl', ...SALT],
    ]),
    read(shared, 'data/simkube/trace.json', 'import a SimKube trace in JSON', (path) => [
      ...['import', path, '-o', 'simkube-json.keg.jsonl', ...SALT],
    ]),
    read(shared, 'data/seeds/keg/results-example', 'import results of the Go tool', (path) => [
      ...[
        'import',
        `${path}/event_history.csv`,
        '--from',
        'keg-go',
        '-o',
        'keg-go.keg.jsonl',
        '--keep-names',
      ],
    ]),
    read(shared, 'data/k8s-k3s', 'import a dump', (path) => [
      ...['import', `${path}/nodes.json`, `${path}/pods/kube-system.json`, `${path}/pods/default.json`],
      ...['-o', 'dump.keg.jsonl', ...SALT],
    ]),
    read(shared, 'data/k8s-k3s', 'import a dump with its history', (path) => [
      ...['import', `${path}/nodes.json`, `${path}/pods/kube-system.json`, `${path}/events/kube-system.json`],
      ...['--history', '-o', 'history.keg.jsonl', ...SALT],
    ]),
    read(shared, 'data/seeds/karpenter', 'import a driver scenario of Karpenter', (path) => [
      ...['import', `${path}/kubernetes_scenario_1753908801/steps.yml`, '-o', 'karpenter.keg.jsonl', ...SALT],
    ]),
    read(shared, 'data/seeds/keg/head-scenario.yaml', 'replay a scenario of the Go tool', (path) => [
      ...['replay', path, '--nodes', '3:cpu=4,memory=8Gi,pods=110'],
    ]),
    read(
      shared,
      'data/seeds/keg/legacy-2025-04/scenario-100-default.yaml',
      'validate a 2025-04 scenario',
      (path) => [...['validate', path]],
    ),
    read(shared, 'data/openb', 'import openb', () => [
      ...['import', 'openb', '--nodes', `${openb}/openb_node_list_all_node.csv`],
      ...[
        '--pods',
        `${openb}/openb_pod_list_default.csv`,
        '-o',
        'openb.yaml',
        '--recording',
        'openb.keg.jsonl',
      ],
    ]),
    read(shared, 'data/openb', 'replay openb', () => ['replay', 'openb.yaml', '-o', 'json']),
    read(shared, 'data/openb', 'report openb', () => ['report', 'openb.keg.jsonl']),
    read(shared, 'data/openb', 'fit openb', () => ['fit', 'openb.keg.jsonl', '-o', 'openb-fit.yaml']),
  ];
}

function command(title: string, args: readonly string[]): ComparedCommand {
  return { title: title.trim(), args };
}

function read(
  shared: string,
  path: string,
  title: string,
  args: (path: string) => readonly string[],
): ComparedCommand {
  return { title, args: args(`${shared}/${path}`), shared: path };
}
