/** Which host ports a pod takes and when two of them collide. */
import test from 'ava';
import {
  freePorts,
  type HostPort,
  hostPortsOf,
  portsCollide,
  takePorts,
} from '../../../../src/core/scheduler/cache/host-ports.ts';

const port = (number: number, address = '0.0.0.0', protocol = 'TCP'): HostPort => ({
  address,
  port: `${protocol}/${number}`,
});
const inUse = (...ports: HostPort[]) => {
  const used = new Map<string, Set<string>>();
  takePorts(used, ports);
  return used;
};

test('protocol and address have defaults, and a host port of 0 counts for nothing', (t) => {
  const ports = [
    { hostPort: 80 },
    { hostPort: 53, protocol: 'UDP', hostIP: '10.0.0.1' },
    { hostPort: 0 },
    {},
  ];
  t.deepEqual(hostPortsOf({ containers: [{ ports }, {}] }, true), [port(80), port(53, '10.0.0.1', 'UDP')]);
});

test('sidecars take ports only where the release counts them, other init containers never', (t) => {
  const spec = {
    containers: [{ ports: [{ hostPort: 1 }] }],
    initContainers: [{ ports: [{ hostPort: 2 }], restartPolicy: 'Always' }, { ports: [{ hostPort: 3 }] }],
  };
  t.deepEqual(hostPortsOf(spec, true), [port(2), port(1)]);
  t.deepEqual(hostPortsOf(spec, false), [port(1)]);
});

test('equal ports collide on equal addresses and on 0.0.0.0', (t) => {
  t.true(portsCollide(inUse(port(80, '10.0.0.1')), [port(80, '10.0.0.1')]));
  t.false(portsCollide(inUse(port(80, '10.0.0.1')), [port(80, '10.0.0.2')]));
  t.true(portsCollide(inUse(port(80, '10.0.0.1')), [port(80)]));
  t.true(portsCollide(inUse(port(80)), [port(80, '10.0.0.2')]));
});

test('another number or protocol does not collide', (t) => {
  t.false(portsCollide(inUse(port(80)), [port(81)]));
  t.false(portsCollide(inUse(port(80)), [port(80, '0.0.0.0', 'UDP')]));
  t.true(portsCollide(inUse(port(80)), [port(81), port(80)]), 'one collision is enough');
});

test('a freed port can be taken again, and the other address stays taken', (t) => {
  const used = inUse(port(80, '10.0.0.1'), port(80, '10.0.0.2'));
  freePorts(used, [port(80, '10.0.0.1')]);
  t.false(portsCollide(used, [port(80, '10.0.0.1')]));
  t.true(portsCollide(used, [port(80, '10.0.0.2')]));
  freePorts(used, [port(80, '10.0.0.2'), port(99)]);
  t.is(used.size, 0);
});
