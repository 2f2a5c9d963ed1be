/** Writes the configuration of a real node: containerd, its network plugin, the kubelet, and the script that starts them. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { IMAGE } from './image.ts';

export interface NodeFiles {
  readonly folder: string;
  readonly kubeconfig: string;
  /** Path of the certificate of the cluster's authority. */
  readonly authority: string;
  readonly kubelet: string;
  readonly image: string;
  /** Folders with containerd, ctr and runc, before those of the PATH. */
  readonly runtime: readonly string[];
  /** Of the kubelet, on this machine. */
  readonly address: string;
  readonly port: number;
}

/** The cgroup of all pods, in each hierarchy. */
export const CGROUP = 'keg-node';

/** @returns the path of the script. */
export async function writeNodeFiles(files: NodeFiles): Promise<string> {
  const { folder } = files;
  const at = (path: string): string => join(folder, path);
  for (const each of ['cni/bin', 'cni/net.d', 'logs', 'plugins']) await mkdir(at(each), { recursive: true });
  await writeFile(
    at('cni/net.d/10-alone.conflist'),
    JSON.stringify({ cniVersion: '0.4.0', name: 'alone', plugins: [{ type: 'alone' }] }),
  );
  for (const name of ['alone', 'loopback']) {
    await writeFile(at(`cni/bin/${name}`), NETWORK_PLUGIN);
    await chmod(at(`cni/bin/${name}`), 0o755);
  }
  await writeFile(at('containerd.toml'), containerd(folder));
  await writeFile(at('kubelet.json'), JSON.stringify(kubelet(files)));
  await writeFile(at('start.sh'), start(files));
  return at('start.sh');
}

/** Pods have the network of the node, so the plugin answers with the address of the loopback. */
const NETWORK_PLUGIN = `#!/bin/sh
case "$CNI_COMMAND" in
VERSION) echo '{"cniVersion":"0.4.0","supportedVersions":["0.3.1","0.4.0"]}' ;;
ADD) echo '{"cniVersion":"0.3.1","interfaces":[{"name":"lo","sandbox":"'"$CNI_NETNS"'"}],"ips":[{"version":"4","interface":0,"address":"127.0.0.1/8"}]}' ;;
esac
`;

/** Without restrict_oom_score_adj no pod starts where the machine itself is a container or a small VM. */
function containerd(folder: string): string {
  return `version = 2
root = "${folder}/containerd"
state = "${folder}/containerd-state"
[grpc]
  address = "${folder}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${IMAGE}"
  disable_apparmor = true
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${folder}/cni/bin"
    conf_dir = "${folder}/cni/net.d"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
`;
}

function kubelet({ folder, authority, address, port }: NodeFiles): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    containerRuntimeEndpoint: `unix://${folder}/containerd.sock`,
    address,
    port,
    readOnlyPort: 0,
    healthzPort: 0,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: authority },
    },
    authorization: { mode: 'Webhook' },
    failCgroupV1: false,
    failSwapOn: false,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${CGROUP}`,
    makeIPTablesUtilChains: false,
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    volumePluginDir: `${folder}/plugins`,
    podLogsDir: `${folder}/pod-logs`,
  };
}

/** containerd and the kubelet have some fixed folders: the node has its own file system in each of them. */
function start({ folder, kubeconfig, kubelet: program, image, runtime, address }: NodeFiles): string {
  return `mount --make-rshared /
for each in /run/containerd /var/lib/kubelet /var/log/containers; do mount -t tmpfs none $each; done
export PATH="${[...runtime, ''].join(':')}$PATH"
containerd --config ${folder}/containerd.toml > ${folder}/logs/containerd.log 2>&1 &
until ctr --address ${folder}/containerd.sock version > /dev/null 2>&1; do sleep 0.1; done
ctr --address ${folder}/containerd.sock --namespace k8s.io images import ${image} > ${folder}/logs/import.log 2>&1
${program} --config ${folder}/kubelet.json --kubeconfig ${kubeconfig} --root-dir ${folder}/kubelet --cert-dir ${folder}/pki --hostname-override ${hostname()}${address === '127.0.0.1' ? '' : ` --node-ip ${address}`} > ${folder}/logs/kubelet.log 2>&1 &
wait
`;
}
