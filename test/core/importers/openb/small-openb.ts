/** A small cluster and pod list in the form of the openb trace, to which tests add rows. */
import { importOpenb, type OpenbImport } from '../../../../src/core/importers/openb/openb.ts';
import type { Observation } from '../../../../src/core/recording/observation.ts';

export const NODES = `sn,cpu_milli,memory_mib,gpu,model
a,32000,262144,0,
b,104000,786432,8,G3
c,32000,262144,0,
d,1500,1000,1,T4
`;
export const POD_HEADER =
  'name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time';
/** A pod that is alive at the end, which is at 1,000 seconds. */
export const END = 'last,1000,1024,0,0,,BE,Running,0,1000,0';

/** The trace of those nodes and these rows of the pod list. */
export function imported(...pods: string[]): OpenbImport {
  return importOpenb(
    { file: 'nodes.csv', text: NODES },
    { file: 'pods.csv', text: [POD_HEADER, ...pods, ''].join('\n') },
  );
}

/** The observations of one pod, as `seconds: kind`. */
export function story(observations: Iterable<Observation>, uid: string): string[] {
  const lines: string[] = [];
  for (const observation of observations) {
    if ('uid' in observation && observation.uid === uid)
      lines.push(`${observation.at / 1e6}: ${observation.kind}`);
  }
  return lines;
}
