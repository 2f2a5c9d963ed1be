/** Prefers nodes that have the pod's images already (plugins/imagelocality). */
import type { PodSpec } from '../../objects/pod.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { MAX_NODE_SCORE, type Plugin, type PreScoreResult } from '../framework/plugin.ts';
import { definePlugin } from '../framework/plugin-definition.ts';
import { divide } from '../integer.ts';
import type { Behaviour } from '../kubernetes-version.ts';

const NAME = 'ImageLocality';
const NO_IMAGES: PreScoreResult = { constant: 0 };
const MEBIBYTE = 1024 * 1024;
const LEAST_BYTES = 23 * MEBIBYTE;
const MOST_BYTES_PER_IMAGE = 1000 * MEBIBYTE;

export const imageLocality = definePlugin({
  name: NAME,
  points: ['score'],
  create: ({ behaviour }) => createImageLocality(behaviour),
});

interface PodImages {
  /** With a tag. */
  readonly names: readonly string[];
  /** From this sum of sizes on, the score is highest. */
  readonly most: number;
}

function createImageLocality(behaviour: Behaviour): Plugin {
  const known = new WeakMap<PodInfo, PodImages>();
  const imagesOf = (info: PodInfo): PodImages => {
    let images = known.get(info);
    if (!images) {
      images = podImages(info.spec, behaviour);
      known.set(info, images);
    }
    return images;
  };
  return {
    name: NAME,
    sign: ({ info: { spec } }) => [...new Set(containersOf(spec).map(withTag))].sort(),
    preScore(pod, cluster) {
      if (cluster.images.size === 0) return NO_IMAGES;
      const { names, most } = imagesOf(pod.info);
      if (!names.some((name) => cluster.images.has(name))) return NO_IMAGES;
      const total = cluster.nodes.length;
      return {
        score({ images }) {
          let sum = 0;
          for (const name of names) {
            const image = images.get(name);
            // An image that is on few nodes counts less, so that one node does not attract all pods.
            if (image) sum += Math.trunc(image.sizeBytes * (image.nodes / total));
          }
          const bounded = Math.min(Math.max(sum, LEAST_BYTES), most);
          return divide(MAX_NODE_SCORE * (bounded - LEAST_BYTES), most - LEAST_BYTES);
        },
      };
    },
  };
}

function podImages(spec: PodSpec, behaviour: Behaviour): PodImages {
  const containers = containersOf(spec);
  const volumes = (spec.volumes ?? []).flatMap(({ image }) => (image ? [image.reference ?? ''] : []));
  const scored = behaviour.imageVolumesScored ? [...containers, ...volumes] : containers;
  const count = containers.length + (behaviour.imageVolumesInThreshold ? volumes.length : 0);
  return { names: scored.map(withTag), most: MOST_BYTES_PER_IMAGE * count };
}

function containersOf(spec: PodSpec): string[] {
  return [...(spec.initContainers ?? []), ...spec.containers].map(({ image }) => image ?? '');
}

/** A digest counts as a tag. */
function withTag(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name;
}
