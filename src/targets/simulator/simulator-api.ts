/** Calls kube-scheduler-simulator's own API: reads and replaces the configuration of its scheduler. */
import { UserError } from '../../core/errors/user-error.ts';
import type {
  SchedulerProfile,
  SimulatorConfiguration,
} from '../../core/scheduler/configuration/changed-profiles.ts';
import { ApiError } from '../../kubernetes/api-error.ts';
import { ConnectionError } from '../../kubernetes/connection-error.ts';
import { openTransport } from '../../kubernetes/transport.ts';

export interface SimulatorApi {
  readonly url: string;
  /** @throws {UserError} (the cluster) where nothing answers as the simulator does. */
  configuration(): Promise<SimulatorConfiguration>;
  /**
   * Replaces the profiles, and returns when the scheduler was restarted. It may still be starting.
   *
   * @throws {UserError} (the cluster) where it was not restarted.
   */
  replaceProfiles(profiles: readonly SchedulerProfile[]): Promise<void>;
  close(): Promise<void>;
}

const PATH = '/schedulerconfiguration';
/** Docker waits 10 s for a scheduler that does not end. */
const RESTART_TIMEOUT = 30_000_000;

export function simulatorApi(url: string): SimulatorApi {
  const connection = {
    server: url,
    context: 'kube-scheduler-simulator',
    namespace: '',
    proxy: undefined,
    credentials: async () => ({ headers: {}, tls: {} }),
    renew: () => {},
  };
  const transport = openTransport(connection, { attempts: 2, timeout: RESTART_TIMEOUT });
  return {
    url,
    async configuration() {
      try {
        const answer = await transport.call<SimulatorConfiguration>({ method: 'GET', path: PATH });
        if (answer?.kind === 'KubeSchedulerConfiguration') return answer;
      } catch (error) {
        if (!(error instanceof ApiError || error instanceof ConnectionError)) throw error;
      }
      throw noSimulator(url);
    },
    async replaceProfiles(profiles) {
      try {
        await transport.send({ method: 'POST', path: PATH, body: { profiles }, attempts: 1 });
      } catch (error) {
        if (error instanceof ConnectionError) throw noSimulator(url);
        if (!(error instanceof ApiError)) throw error;
        throw new UserError(
          `the simulator at ${url} did not restart its scheduler (it answered ${error.status}): the configuration is not in force`,
          {
            next: 'the simulator restarts the container simulator-scheduler through Docker: can it reach DOCKER_HOST? After a reset with such an answer all objects are gone, and the old scheduler still runs',
            exitCode: 3,
          },
        );
      }
    },
    close: () => transport.close(),
  };
}

function noSimulator(url: string): UserError {
  return new UserError(`no kube-scheduler-simulator answers at ${url}`, {
    next: 'give its URL with --simulator-url',
    exitCode: 3,
  });
}
