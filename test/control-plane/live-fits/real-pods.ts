/** Builds pods that a real kubelet runs: their containers sleep, end with a code, or become ready after a while. */

import { IMAGE, PROGRAM } from '../real-node/image.ts';

const READY_FILE = '/tmp/ready';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
}

export interface RealContainers {
  readonly main: readonly string[];
  readonly init?: readonly string[];
  /** Whether the container is ready once its file is there. */
  readonly isProbed?: boolean;
}

/** Without the network of pods, which needs a plugin. */
export function realTemplate(
  app: string,
  { main, init, isProbed = false }: RealContainers,
  spec: object = {},
) {
  const container = (name: string, args: readonly string[]): Container => ({ name, image: IMAGE, args });
  return {
    metadata: { labels: { app } },
    spec: {
      hostNetwork: true,
      terminationGracePeriodSeconds: 5,
      ...(init && { initContainers: [container('init', init)] }),
      containers: [
        {
          ...container('main', main),
          resources: { requests: { cpu: '20m', memory: '8Mi' } },
          ...(isProbed && {
            readinessProbe: {
              periodSeconds: 1,
              failureThreshold: 1,
              exec: { command: [PROGRAM, 'there', READY_FILE] },
            },
          }),
        },
      ],
      ...spec,
    },
  };
}

/** Ends with the code after this number of seconds. */
export function exits(code: number, seconds: number): string[] {
  return ['exit', String(code), String(seconds)];
}

/** Becomes ready after `seconds`; then, every `flap` seconds, not ready and ready again. */
export function becomesReady(seconds: number, flap?: number): string[] {
  return ['ready', READY_FILE, String(seconds), ...(flap === undefined ? [] : [String(flap)])];
}
