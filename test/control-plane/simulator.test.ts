/** Tests the simulator of the test scripts. One file has all tests on it, because two simulators cannot run at the same time. */
import test from 'ava';
import { request } from 'undici';
import { readPid } from './cluster/cluster-folder.ts';
import { commandLine } from './cluster/processes.ts';
import { type Simulator, startSimulator } from './cluster/simulator/start-simulator.ts';

let simulator: Simulator;

test.before(async () => {
  simulator = await startSimulator();
});

test.after.always(() => simulator?.stop());

async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
  const { statusCode, body: answer } = await request(`${simulator.simulatorUrl}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: statusCode, text: await answer.text() };
}

const schedulerPid = () => readPid(`${simulator.folder}/simulator-scheduler.pid`);

test.serial('a new configuration and a reset restart the scheduler of the simulator', async (t) => {
  const pids = [await schedulerPid()];
  const profile = {
    schedulerName: 'default-scheduler',
    plugins: { multiPoint: { enabled: [{ name: 'NodeResourcesFit', weight: 7 }] } },
  };
  t.is((await ask('POST', '/schedulerconfiguration', { profiles: [profile] })).status, 202);
  t.regex((await ask('GET', '/schedulerconfiguration')).text, /"name":"NodeResourcesFit","weight":7/);
  pids.push(await schedulerPid());
  t.is((await ask('PUT', '/reset')).status, 202);
  t.notRegex((await ask('GET', '/schedulerconfiguration')).text, /NodeResourcesFit/);
  pids.push(await schedulerPid());
  t.is(new Set(pids).size, 3);
  t.is(await commandLine(pids[0] ?? 0), undefined, 'the scheduler before it has ended');
});
