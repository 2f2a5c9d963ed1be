/** Builds the pods and workloads of the days that are recorded to check what fit writes. */
import type { Life } from './stages.ts';
import { lifeAnnotations } from './stages.ts';

export const PODS = '/api/v1/namespaces/default/pods';
export const JOBS = '/apis/batch/v1/namespaces/default/jobs';
export const CRON_JOBS = '/apis/batch/v1/namespaces/default/cronjobs';
export const apps = (kind: 'deployments' | 'statefulsets' | 'daemonsets'): string =>
  `/apis/apps/v1/namespaces/default/${kind}`;

/** Requests of the one container. */
export interface Asks {
  readonly cpu: string;
  readonly memory: string;
}

/** The template of the pods of a workload. */
interface PodTemplate {
  readonly metadata: object;
  readonly spec: object;
}

export function template(app: string, requests: Asks, life: Life, spec: object = {}) {
  return {
    metadata: { labels: { app }, annotations: lifeAnnotations(life) },
    spec: { containers: [{ name: 'main', image: 'none.invalid/none', resources: { requests } }], ...spec },
  };
}

export function barePod(name: string, requests: Asks, life: Life, spec: object = {}): object {
  const { metadata, spec: own } = template('task', requests, life, { restartPolicy: 'Never', ...spec });
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name }, spec: own };
}

export function replicas(
  kind: 'Deployment' | 'StatefulSet',
  name: string,
  count: number,
  pod: PodTemplate,
  spec: object = {},
): object {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      replicas: count,
      selector: { matchLabels: { app: name } },
      template: pod,
      ...(kind === 'StatefulSet' && { serviceName: name }),
      ...spec,
    },
  };
}

export function daemonSet(name: string, pod: PodTemplate): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name },
    spec: { selector: { matchLabels: { app: name } }, template: pod },
  };
}

function jobSpec(pod: PodTemplate, spec: object): object {
  return { ...spec, template: { ...pod, spec: { restartPolicy: 'Never', ...pod.spec } } };
}

export function job(name: string, pod: PodTemplate, spec: object): object {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: jobSpec(pod, spec) };
}

/** With one run each minute, the shortest period that a CronJob has. */
export function cronJob(name: string, pod: PodTemplate, spec: object): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { schedule: '* * * * *', jobTemplate: { spec: jobSpec(pod, spec) } },
  };
}
