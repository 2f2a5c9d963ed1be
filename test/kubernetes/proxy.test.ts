/** A cluster behind a proxy. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { makeAuthority, testWithOpenssl } from './certificates.ts';
import { json, scriptedServer } from './scripted-server.ts';
import { temporaryFolder, transportTo } from './try-cluster.ts';

testWithOpenssl("proxy-url of the kubeconfig's cluster is the way to the server", async (t) => {
  const authority = makeAuthority(temporaryFolder(t));
  const certificate = authority.sign('local');
  const server = await scriptedServer(t, (response) => json(response, 200, { reached: true }), certificate);
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer().on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) sockets.add(end.on('error', () => {}));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const cluster = {
    'proxy-url': `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    'certificate-authority-data': Buffer.from(authority.cert).toString('base64'),
  };
  const transport = await transportTo(t, { server: server.url, cluster });
  t.deepEqual(await transport.call({ method: 'GET', path: '/api' }), { reached: true });
  t.deepEqual(asked, [new URL(server.url).host]);
});
