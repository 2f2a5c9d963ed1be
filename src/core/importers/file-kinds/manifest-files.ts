/** Recognises files of manifests, which a replay takes as its scenario; dumps of a cluster are none. */
import { isPlayedKind } from '../../scenario/manifests/scenario-of-manifests.ts';
import type { FileHead } from './file-head.ts';
import type { FileKind } from './file-kind.ts';

export const PLAY_MANIFESTS =
  'play it together with manifests of nodes: kubectl keg replay NODES.yaml FILE, or with --nodes COUNT:cpu=…,memory=…';

export const MANIFESTS: FileKind = {
  title: 'a file of Kubernetes manifests',
  role: 'manifests',
  next: PLAY_MANIFESTS,
  detect: (head) => {
    const kinds = [...valuesOf(head, 'kind'), ...policyInside(head)].filter(isPlayedKind);
    return kinds.length > 0 && valuesOf(head, 'apiVersion').some(isKnown) && !wasObserved(head, kinds);
  },
};

/** A ConfigMap may hold the policy of a descheduler. */
function policyInside({ text, kind }: FileHead): string[] {
  return kind === 'ConfigMap' && /\bkind: DeschedulerPolicy\b/.test(text) ? ['DeschedulerPolicy'] : [];
}

/** Groups of the objects that a replay uses, and of the objects that it unwraps. */
const KNOWN =
  /^(?:v1|(?:apps|descheduler|extensions|batch|policy|scheduling\.k8s\.io|node\.k8s\.io|storage\.k8s\.io|mcad\.ibm\.com|workload\.codeflare\.dev|mock\.zhizuqiu\.cn|simulation\.node-classifier\.io)\/v\w+)$/;

function isKnown(apiVersion: string): boolean {
  return KNOWN.test(apiVersion);
}

/** Of all documents and of the items of lists. Of JSON also nested ones, because it may be on one line. */
function valuesOf({ text, isJson, kind, apiVersion }: FileHead, key: 'kind' | 'apiVersion'): string[] {
  const first = key === 'kind' ? kind : apiVersion;
  if (isJson && first !== '' && !kind.endsWith('List')) return [first];
  const line = isJson
    ? new RegExp(String.raw`"${key}"\s*:\s*"([^"]+)"`, 'g')
    : new RegExp(String.raw`^(?:- | {0,2})["']?${key}["']?:\s*["']?([^\s"'#]+)`, 'gm');
  return Array.from(text.matchAll(line), ([, value]) => value!);
}

/** Pods and events with a uid come from a cluster, with a past that import keeps. */
function wasObserved({ text }: FileHead, kinds: readonly string[]): boolean {
  const isOfRun = kinds.some((kind) => kind === 'Pod' || kind === 'Event');
  return isOfRun && /\buid["']?:\s*["']?[0-9a-f]{8}-[0-9a-f]{4}-/.test(text);
}
