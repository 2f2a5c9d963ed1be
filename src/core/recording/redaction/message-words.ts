/** Lists the words of messages: of kube-scheduler, of the kubelet's eviction, of controllers, and of keg's own gaps. Any other word may be a name. */

const SCHEDULING = `
  a above access accommodate active admission affinity after all allocatable allocate allow allowed already an and another anti any are at available
  be because been before being bind binding blocked bound but by cache can cannot capacity claim claims class client cluster conditions conflict
  conflicts constraint constraints container containers controller could count cpu crash create created csi current currently deadline deallocate
  default deleted deletion did didn disabled disk does doesn doing domain domains driver due during eligible empty enforced enough ephemeral event
  evicted evicting eviction exceed exceeded exceeds existent existing expected expired extender failed fault feature features filter find fit for
  found free from gate gated gates global had has have helpful higher host hostname hostport immediate in incoming inodes installed insufficient into
  is it item join key kubelet label limit local low lower make many match matching max maximum memory message missing mode more must name namespace
  need needed network never new no node nodeaffinity nodeclaim nodename nodes nodeselector nominated non none not nothing nvidia of on one ongoing
  only or other out over passed pending permit persistent persistentvolume persistentvolumeclaim persistentvolumeclaims plugin pod pods policy port
  ports preempt preempted preempting preemption preemptionpolicy pressure priority provisioning pv pvc quantity queue quota reached ready
  readwriteoncepod reason refused rejected rejecting request requested requests required reserve resize resource resources restarted restarting rule
  rules running s satisfy schedulable schedule scheduled scheduler scheduling score selector shut shutdown simultaneously some spec specified spread
  starting state status still storage storageclass stopped t taint tainted taints temporarily terminated terminating termination than that the this
  threshold time to tolerate toleration tolerations too topology try trying unable unavailable unbound unhealthy unknown unreachable unschedulable
  untolerated up updated usage use used using victim victims violate volume volumeattachments volumes wait waiting was were which while will with
  within without would zone zones`;

const GAPS = `
  answer answered answers back contain contains taken went api apiserver audit broke by certificate changed clock closed connection continue continued cut days earlier ended
  entries events file files forward backward gap given gone hours hung interrupted jumped keg kept large late later less line lines list listed log
  logs lost machine milliseconds minutes moment moved number observed off old ones order part parts past pause paused read reason record
  recorder recorded recording records reset restart resumed resourceversion rotated second seconds seen server set slept slow consumer step stood
  times timeout tls until upto version wall watch watches what when whole writes written happened etcd leader elected internal error timed many
  large unauthorized forbidden gone expired econnreset econnrefused etimedout epipe und_err_socket enotfound eai_again und_err_body_timeout
  und_err_connect_timeout ehostunreach enetunreach idle nothing dump dumps interval intervals snapshot snapshots between two`;

const WORDS: ReadonlySet<string> = new Set(`${SCHEDULING} ${GAPS}`.trim().split(/\s+/));

/** @param word in lower case. */
export function isMessageWord(word: string): boolean {
  return WORDS.has(word);
}
