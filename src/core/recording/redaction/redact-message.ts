/** Removes names from messages of the scheduler and the kubelet: only words of Kubernetes' own vocabulary are kept. */
import { MASK } from './secret-looking.ts';

/** Words in messages of kube-scheduler, of the kubelet's eviction and of controllers. Any other word may be a name. */
const VOCABULARY: ReadonlySet<string> = new Set(
  `a above accommodate active admission affinity after all allocatable allocate allow allowed already an and anti
  any are at available be because been before being binding blocked bound but by cache can cannot capacity claim claims class client
  cluster conflict conflicts constraint constraints container containers could count cpu created crash current currently
  deadline deallocate default deleted deletion didn disk does doesn doing domain domains due during eligible enough ephemeral event evicted
  evicting eviction exceed exceeded exceeds existing expected expired extender failed fault feature filter find fit for found
  free from gate gated gates global had has have helpful higher host hostname hostport immediate in incoming inodes
  insufficient into is it item join key kubelet label limit local low lower make many match matching max maximum memory
  message missing must namespace need needed network never new no node nodeaffinity nodeclaim nodename nodes nodeselector non none not
  nothing nvidia of on only or other out over passed pending permit persistent persistentvolume
  persistentvolumeclaim persistentvolumeclaims plugin pod pods policy port ports pressure preempt preempted preempting preemption preemptionpolicy
  priority provisioning quantity queue quota reached ready reason refused rejected rejecting request requested requests reserve resource
  resources restarted restarting rule rules running running s schedule schedulable scheduled scheduler scheduling score
  selector shut shutdown some spec specified spread starting state status storage storageclass stopped t taint taints
  tainted temporarily terminated terminating termination than that the this threshold time to tolerate toleration tolerations
  too topology try trying unable unavailable unbound unhealthy unknown unreachable unschedulable untolerated up usage used using
  access another bind blocked bound conditions controller create csi did disabled driver empty enforced existent features installed mode more name
  nominated one ongoing pv pvc readwriteoncepod required resize satisfy simultaneously still updated use
  victim victims violate volume volumes volumeattachments wait waiting was were which while will with within without would zone zones`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
const TOKEN = /[\p{L}\p{N}_.:/@+=%-]+|[^\p{L}\p{N}_.:/@+=%-]+/gu;
const NUMBER = /^[\d./%]+(?:[numkMGTPE]i?)?[.:]*$/;
const RESOURCE =
  /^(?:cpu|memory|pods|ephemeral-storage|hugepages-\w+|nvidia\.com\/[\w.-]+|amd\.com\/gpu|gpu\.intel\.com\/\w+)[,.;:]?$/;
const QUOTED = /"[^"]*"|(?<!\p{L})'[^']{2,}'(?!\p{L})|`[^`]*`/gu;

export interface MessageNames {
  readonly labelKey: (key: string) => string;
  readonly labelValue: (key: string, value: string) => string;
}

/**
 * Masks quoted text and every word outside the vocabulary. Taints in braces get the same pseudonyms as on their nodes.
 */
export function redactMessage(message: string, names: MessageNames): string {
  const taints: string[] = [];
  // Taints are replaced by a character that no message contains, so that the word rules do not touch them.
  const bare = message.replaceAll(QUOTED, MASK).replaceAll(/\{([^{}]*)\}/g, (_braces, inner: string) => {
    taints.push(redactTaint(inner, names));
    return '\uE000';
  });
  const words = (bare.match(TOKEN) ?? []).map((token) =>
    /^[\p{L}\p{N}_.:/@+=%-]/u.test(token) ? keptToken(token) : token,
  );
  return words
    .join('')
    .replaceAll(/…(?:[\s,]*…)+/g, MASK)
    .replaceAll('\uE000', () => `{${taints.shift() ?? ''}}`);
}

function redactTaint(inner: string, { labelKey, labelValue }: MessageNames): string {
  const parts = /^\s*([^:=\s]+)\s*[:=]\s*(.*)$/.exec(inner);
  if (!parts) return MASK;
  const [, key = '', value = ''] = parts;
  return `${labelKey(key)}: ${labelValue(key, value)}`;
}

function keptToken(token: string): string {
  if (NUMBER.test(token) || RESOURCE.test(token)) return token;
  const ending = /[.:=]*$/.exec(token)![0];
  const body = ending === '' ? token : token.slice(0, -ending.length);
  const isKnown = body
    .toLowerCase()
    .split(/[/=-]/)
    .every((word) => VOCABULARY.has(word));
  return isKnown ? token : MASK + ending;
}
