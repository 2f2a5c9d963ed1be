/* Computes how full every node is at one moment, exactly where the page has the pods, else as the mean of a bucket. */
const RESOURCES = data.resources.length;

/** What a node offers at a moment; undefined where it is not there. */
function offerAt(node, at) {
  if (at < node.added || (node.removed >= 0 && at >= node.removed)) return undefined;
  let offer;
  for (const each of node.offers) if (each[0] <= at) offer = each;
  return offer?.slice(1);
}

/** Pods on a node while they hold room there. */
function holdEnd(pod) {
  const removed = data.nodes[pods.node[pod]]?.removed ?? -1;
  const ended = pods.ended[pod] < 0 ? data.end : pods.ended[pod];
  return removed >= 0 ? Math.min(ended, removed) : ended;
}

function holdsRoom(pod, at) {
  return pods.bound[pod] >= 0 && pods.bound[pod] <= at && at < holdEnd(pod);
}

function requestAt(pod, at) {
  let request = pods.request[pod];
  for (const [time, other] of pods.resizes.get(pod) ?? []) if (time <= at) request = other;
  return data.pods.requests[request];
}

/** `{ entries: [{ name, pool, shares, pods, node }], used, offered, running, waiting }` */
function fillingAt(at) {
  return pods ? exactFilling(at) : meanFilling(at);
}

function exactFilling(at) {
  const used = data.nodes.map(() => new Float64Array(RESOURCES));
  const counts = data.nodes.map(() => 0);
  const all = new Float64Array(RESOURCES);
  let running = 0;
  let waiting = 0;
  for (let pod = 0; pod < pods.count; pod += 1) {
    if (pods.created[pod] > at) break;
    const isWaiting = (pods.bound[pod] < 0 || pods.bound[pod] > at) && (pods.ended[pod] < 0 || pods.ended[pod] > at);
    if (isWaiting) waiting += 1;
    else if (pods.holds[pod] && holdsRoom(pod, at)) {
      running += 1;
      const request = requestAt(pod, at);
      const node = pods.node[pod];
      for (let resource = 0; resource < RESOURCES; resource += 1) {
        all[resource] += request[resource];
        if (node >= 0) used[node][resource] += request[resource];
      }
      if (node >= 0) counts[node] += 1;
    }
  }
  const offered = new Float64Array(RESOURCES);
  const entries = data.nodes.flatMap((node, number) => {
    const offer = offerAt(node, at);
    if (!offer) return [];
    for (let resource = 0; resource < RESOURCES; resource += 1) offered[resource] += offer[resource];
    const shares = offer.map((amount, resource) => (amount > 0 ? used[number][resource] / amount : null));
    return [{ name: node.name, pool: node.pool, shares, pods: counts[number], node: number }];
  });
  const shares = Array.from(offered, (amount, resource) => (amount > 0 ? all[resource] / amount : null));
  return { entries, shares, running, waiting };
}

function meanFilling(at) {
  const bucket = Math.min(data.count - 1, Math.floor((at / data.end) * data.count));
  const share = (mille) => (mille < 0 ? null : mille / 1000);
  const entries = data.rows.flatMap((row) => {
    const shares = row.means.map((means) => share(means[bucket]));
    return shares.every((each) => each === null) ? [] : [{ name: row.name, pool: row.pool, shares, pods: null, node: row.node }];
  });
  const shares = data.resources.map((_, resource) => share(data.scopes[0].curves[resource].mean[bucket]));
  return { entries, shares, running: null, waiting: data.pending.mean[bucket] };
}
