/** Writes audit events as clouds and log collectors wrap them: one entry of the table a form. */

export type AuditEvent = Readonly<Record<string, unknown>>;
type Wrapping = (events: readonly AuditEvent[]) => string;

const json = JSON.stringify;
const lines = (write: (text: string, index: number) => string): Wrapping => {
  return (events) => events.map((event, index) => `${write(json(event), index)}\n`).join('');
};
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** As an export of a table to CSV. */
const csv = (header: string, row: (text: string) => string): Wrapping => {
  return (events) => `${header}\n${events.map((event) => row(json(event))).join('\n')}\n`;
};

export const WRAPPINGS: Readonly<Record<string, Wrapping>> = {
  'one event a line': lines((text) => text),
  'lines that end as on Windows, behind a byte order mark': (events) =>
    `\uFEFF${events.map((event) => json(event)).join('\r\n')}\r\n`,
  'a list on one line': (events) => json(events),
  'an indented list': (events) => json(events, null, 2),
  'indented events one after the other (jq)': (events) =>
    events.map((event) => json(event, null, 2)).join('\n'),
  'indented by tabs': (events) => events.map((event) => json(event, null, '\t')).join('\n'),
  'events without a line break between them': (events) => events.map((event) => json(event)).join(''),
  'the webhook backend': (events) =>
    json({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: events }),

  'EKS: pages of filter-log-events': (events) =>
    json(
      { events: events.map((event) => ({ timestamp: 1, message: json(event) })), searchedLogStreams: [] },
      null,
      4,
    ),
  'EKS: pages of get-log-events on one line': (events) =>
    json({
      nextForwardToken: 'f/1',
      events: events.map((event) => ({ timestamp: 1, message: json(event) })),
    }),
  'EKS: filter-log-events as text': lines(
    (text, index) => `EVENTS\tid${index}\t17\tkube-apiserver-audit-0\t${text}\t17`,
  ),
  'EKS: an export to S3': lines((text) => `2026-03-01T12:00:01.000Z ${text}`),
  'EKS: a subscription': (events) =>
    `${json({ messageType: 'DATA_MESSAGE', logEvents: events.map((event) => ({ id: '3', message: json(event) })) })}\n`,
  'EKS: results of Logs Insights': (events) =>
    json({
      results: events.map((event) => [
        { field: '@timestamp', value: '2026-03-01' },
        { field: '@message', value: json(event) },
      ]),
      status: 'Complete',
    }),
  'EKS: Logs Insights exported as JSON': (events) =>
    json(events.map((event) => ({ '@timestamp': '2026-03-01', '@message': event }))),
  'EKS: Logs Insights exported as CSV': csv(
    '@timestamp,@message',
    (text) => `2026-03-01 12:00:00.000,${cell(text)}`,
  ),

  'AKS: records of a diagnostic setting': (events) =>
    json({
      records: events.map((event, index) => ({
        category: index % 2 === 0 ? 'kube-audit' : 'kube-audit-admin',
        properties: { log: json(event), stream: 'stdout', pod: 'kube-apiserver-0' },
      })),
    }),
  'AKS: one record a line (PT1H.json)': lines((text) =>
    json({ category: 'kube-audit', properties: { log: `${text}\n`, stream: 'stdout' } }),
  ),
  'AKS: properties as text': lines((text) =>
    json({ category: 'kube-audit', properties: json({ log: text }) }),
  ),
  'AKS: AzureDiagnostics of Log Analytics': (events) =>
    json(events.map((event) => ({ Category: 'kube-audit', log_s: json(event), TimeGenerated: '2026' }))),
  'AKS: AzureDiagnostics as CSV': csv(
    '"TimeGenerated","Category","log_s"',
    (text) => `"2026","kube-audit",${cell(text)}`,
  ),
  'AKS: the table AKSAudit': (events) =>
    json(
      events.map((event) => ({
        AuditId: event.auditID,
        Level: event.level,
        Stage: event.stage,
        Verb: event.verb,
        RequestUri: event.requestURI,
        User: json(event.user),
        ObjectRef: event.objectRef,
        ResponseStatus: event.responseStatus,
        RequestObject: event.requestObject === undefined ? null : json(event.requestObject),
        ResponseObject: event.responseObject ?? null,
        RequestReceivedTime: event.requestReceivedTimestamp,
        StageReceivedTime: event.stageTimestamp,
      })),
    ),

  'the journal': lines((text) => `Mar 01 12:00:01 master-0 kube-apiserver[1234]: ${text}`),
  'the journal as JSON': lines((text) => json({ _HOSTNAME: 'm', MESSAGE: text, __REALTIME_TIMESTAMP: '17' })),
  'oc adm node-logs': lines((text) => `ip-10-0-1-2.ec2.internal ${text}`),
  'kubectl logs --prefix --timestamps': lines(
    (text) => `[pod/kube-apiserver-m/kube-apiserver] 2026-03-01T12:00:01.123456789Z ${text}`,
  ),
  'the files of a container runtime': lines((text) => `2026-03-01T12:00:01.123456789Z stdout F ${text}`),
  'the files of Docker': lines((text) => json({ log: `${text}\n`, stream: 'stdout', time: '2026-03-01' })),
  'Fluent Bit': lines((text, index) => `[${index}] audit: [1772366401.000000000, {"log"=>${json(text)}}]`),
  'Fluent Bit as JSON': lines((text) => json({ date: 1772366401.1, log: text, kubernetes: { host: 'm' } })),
  Filebeat: lines((text) => json({ '@timestamp': '2026', message: text, agent: { type: 'filebeat' } })),
  'Filebeat with the event taken apart': (events) =>
    events
      .map((event) => `${json({ kubernetes: { audit: event }, event: { original: json(event) } })}\n`)
      .join(''),
  'hits of Elasticsearch': (events) =>
    json({
      took: 1,
      hits: { total: 1, hits: events.map((event) => ({ _id: '1', _source: { message: json(event) } })) },
    }),
  'lines of Elasticsearch': lines((text) => json({ _index: 'audit', _source: { message: text } })),
  'Loki (logcli -o jsonl)': lines((text) =>
    json({ labels: { job: 'audit' }, line: text, timestamp: '2026' }),
  ),
  'Loki (its API)': (events) =>
    json({
      status: 'success',
      data: { result: [{ stream: {}, values: events.map((event) => ['17', json(event)]) }] },
    }),
  'Splunk, exported': lines((text) => json({ preview: false, result: { _raw: text, host: 'm' } })),
  'syslog with a stray line': (events) =>
    `I0301 12:00:01.000000 1 server.go:1] starting\n${lines((text) => `<134>1 2026-03-01T12:00:01Z m audit - - - ${text}`)(events)}`,
};

/** Names of resources as Google has them: `core/v1/namespaces/default/pods/web`. */
const resourceName = (ref: Readonly<Record<string, unknown>>): string =>
  [
    ref.apiGroup === undefined || ref.apiGroup === '' ? 'core' : ref.apiGroup,
    ref.apiVersion ?? 'v1',
    ...(ref.namespace === undefined ? [] : ['namespaces', ref.namespace]),
    ref.resource,
    ...(ref.name === undefined ? [] : [ref.name]),
    ...(ref.subresource === undefined ? [] : [ref.subresource]),
  ].join('/');

function googleEntry(event: AuditEvent): AuditEvent {
  const ref = event.objectRef as Readonly<Record<string, unknown>>;
  const steps = [ref.resource, ...(ref.subresource === undefined ? [] : [ref.subresource]), event.verb];
  const typed = (body: unknown) =>
    body === undefined ? {} : { '@type': 'core.k8s.io/v1.X', ...(body as object) };
  return {
    insertId: event.auditID,
    timestamp: event.stageTimestamp,
    resource: { type: 'k8s_cluster' },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      authenticationInfo: { principalEmail: (event.user as { username: string }).username },
      methodName: `io.k8s.core.v1.${steps.join('.')}`,
      resourceName: resourceName(ref),
      request: typed(event.requestObject),
      response: typed(event.responseObject),
      ...((event.responseStatus as { code: number }).code >= 300 && { status: { code: 5 } }),
    },
  };
}

/** An entry has one time, so only events whose times are equal are the same in it. */
export const GOOGLE_WRAPPINGS: Readonly<Record<string, Wrapping>> = {
  'GKE: gcloud logging read --format=json': (events) => json(events.map(googleEntry), null, 2),
  'GKE: one entry a line (a sink)': (events) =>
    events.map((event) => `${json(googleEntry(event))}\n`).join(''),
  'GKE: gcloud logging read': (events) =>
    events.map((event) => `---\n${yamlOf(googleEntry(event))}`).join(''),
  'GKE: BigQuery': (events) =>
    events
      .map((event) => {
        const { protoPayload, ...entry } = googleEntry(event) as { protoPayload: Record<string, unknown> };
        const { request, response, ...payload } = protoPayload;
        const exported = { ...payload, requestJson: json(request), responseJson: json(response) };
        return `${json({ ...entry, protopayload_auditlog: exported })}\n`;
      })
      .join(''),
};

/** The keys at the top as YAML; JSON is YAML, too. */
function yamlOf(entry: AuditEvent): string {
  return Object.entries(entry)
    .map(([key, value]) => `${key}: ${json(value)}\n`)
    .join('');
}
