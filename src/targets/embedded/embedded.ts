/** Declares the target `embedded`: a cluster inside keg, in virtual time, with a model of kube-scheduler. */
import type { Target } from '../target.ts';

export const EMBEDDED_TARGET: Target = {
  name: 'embedded',
  summary: 'a cluster inside keg: virtual time, a model of kube-scheduler, nothing outside is touched',
  clock: 'virtual',
  flags: [],
  senselessFlags: [],
  async open() {
    const { embeddedTarget } = await import('./embedded-target.ts');
    return embeddedTarget;
  },
};
