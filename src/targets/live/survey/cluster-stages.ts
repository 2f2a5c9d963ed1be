/** Checks that a cluster has Stages to which the phases of pods can be left, and says what that means. */
import { UserError } from '../../../core/errors/user-error.ts';
import type { Transport } from '../../../kubernetes/transport.ts';
import type { ClusterFacts } from './cluster-facts.ts';

const PATH = '/apis/kwok.x-k8s.io/v1alpha1/stages';

export const CLUSTER_STAGES_NOTES = [
  'the Stages of the cluster start pods, make them ready and complete them: the phases, lifetimes and outcomes of the scenario are not sent, and only deletions are',
  'the delays of Stages pass in wall time: they do not compress',
];

interface StageList {
  readonly items: readonly { readonly spec?: { readonly resourceRef?: { readonly kind?: string } } }[];
}

/**
 * Where the cluster does not serve Stages, KWOK has those of its configuration, which nothing can read.
 *
 * @throws {UserError} (usage) with --speed max, whose clock has to know every phase before it happens; (the cluster) where it has no Stage of pods.
 */
export async function requireClusterStages(
  transport: Transport,
  { hasStages }: ClusterFacts,
  jumps: boolean,
): Promise<void> {
  if (jumps)
    throw new UserError(
      '--cluster-stages makes no sense with --speed max, which carries out all phases itself',
      {
        next: 'leave out one of them',
      },
    );
  if (!hasStages) return;
  const { items } = await transport.call<StageList>({ method: 'GET', path: PATH });
  if (items.some(({ spec }) => spec?.resourceRef?.kind === 'Pod')) return;
  throw new UserError(`context "${transport.context}" (${transport.server}) has no Stages of pods`, {
    next: 'create some, such as kubectl apply -f stages.yaml, or leave out --cluster-stages',
    exitCode: 3,
  });
}
