/** The request of a pod template, by Kubernetes version. */
import test from 'ava';
import { readableList, readableRequest } from '../../../src/core/measure/readable-amounts.ts';
import { requestOfTemplate } from '../../../src/core/measure/template-requests.ts';

const POD_LEVEL = {
  spec: {
    resources: { requests: { cpu: '3' } },
    containers: [{ name: 'm', resources: { requests: { cpu: '1' } } }],
  },
};

test('pod-level requests count from Kubernetes 1.34 on, and where the version is unknown', (t) => {
  const cpu = (version: string | undefined) => requestOfTemplate(POD_LEVEL, version).get('cpu');
  t.is(cpu('1.33'), 1000);
  t.is(cpu('v1.33.4'), 1000);
  t.is(cpu('1.34'), 3000);
  t.is(cpu('1.36'), 3000);
  t.is(cpu(undefined), 3000);
  t.is(cpu('newest'), 3000);
});

test('a limit without a request is a request, and every pod requests 1 of pods', (t) => {
  const template = { spec: { containers: [{ name: 'm', resources: { limits: { memory: '1Ki' } } }] } };
  t.deepEqual(
    [...requestOfTemplate(template, '1.36')],
    [
      ['memory', 1024],
      ['pods', 1],
    ],
  );
});

test('an invalid request counts as 1 of pods, and as unreadable', (t) => {
  const template = { spec: { containers: [{ name: 'm', resources: { requests: { cpu: 'four' } } }] } };
  t.deepEqual(readableRequest(template, '1.36'), { amounts: new Map([['pods', 1]]), unreadable: 1 });
  t.is(readableRequest(POD_LEVEL, '1.36').unreadable, 0);
});

test('an invalid quantity of a node is left out, and the others count', (t) => {
  t.deepEqual(readableList({ cpu: '4', memory: 'lots', pods: 110 }), {
    amounts: new Map([
      ['cpu', 4000],
      ['pods', 110],
    ]),
    unreadable: 1,
  });
});
