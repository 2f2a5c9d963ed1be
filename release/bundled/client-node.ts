/** The only class of client-node that keg loads. A dynamic import of the whole package would bundle its 1,000 generated classes. */
export { KubeConfig } from '@kubernetes/client-node/dist/config.js';
