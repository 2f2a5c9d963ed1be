/** What client-node's kubeconfig takes from its generated API. The list of that folder would load its 1,000 files into the bundler. */
export { createConfiguration } from '@kubernetes/client-node/dist/gen/configuration.js';
export { ServerConfiguration } from '@kubernetes/client-node/dist/gen/servers.js';
