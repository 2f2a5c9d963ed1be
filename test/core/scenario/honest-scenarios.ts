/** Small valid scenarios that together use every key. The hostile tests damage them. */

const everyFamily = `apiVersion: keg.dev/v1alpha1
kind: Scenario
metadata: {name: families, description: every family once}
seed: 3
duration: 1h
cluster:
  kubernetesVersion: "1.36"
  scheduler: {latency: {cycle: 1ms, bind: 10ms}, configuration: {percentageOfNodesToScore: 50}}
  nodes:
    - name: big
      count: 3
      template: {labels: {pool: big}, taints: [{key: gpu, value: a, effect: NoSchedule}], capacity: {cpu: 8}, allocatable: {cpu: 8, memory: 32Gi, pods: 20, example.com/gpu: 4}}
    - {name: small, template: {allocatable: {cpu: 2, memory: 4Gi}, unschedulable: false}}
templates:
  web: &web
    metadata: {labels: {app: web}}
    spec:
      tolerations: [{key: gpu, operator: Equal, value: a, effect: NoSchedule}]
      nodeSelector: {pool: big}
      containers: [{name: main, image: nginx, resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 1Gi}}, ports: [{containerPort: 80, hostPort: 8080}]}]
      initContainers: [{name: setup, resources: {requests: {cpu: 1}}, restartPolicy: Always}]
  copy: *web
events:
  pods:
    - {name: a, count: 5, arrivals: {type: exponential, rate: 0.5}, lifetime: {type: weibull, shape: 0.7, scale: 30s}, template: web}
    - {name: b, until: 30s, arrivals: {type: gamma, shape: 2, scale: 3s}, lifetime: {type: lognormal, median: 1m, sigma: 1.2}, template: copy, end: succeeded}
    - {name: c, count: 4, start: 5s, arrivals: {type: uniform, min: 1s, max: 2s}, lifetime: {type: loguniform, min: 1s, max: 1h}, template: web}
    - {name: d, count: 4, arrivals: {type: pareto, shape: 1.5, min: 1s}, lifetime: {type: normal, mean: 10s, sd: 20s}, template: web, end: failed}
    - name: e
      namespace: batch
      count: 4
      arrivals: {type: hyperexponential, phases: [{probability: 0.3, mean: 1s}, {probability: 0.7, rate: 2}]}
      lifetime: {type: empirical, quantiles: [{probability: 0, value: 1s}, {probability: 0.5, value: 9s}, {probability: 1, value: 1m}]}
      phases: {started: {type: constant, value: 2s}, perStart: 250ms, ready: 3s}
      requests: {cpu: {type: uniform, min: 100m, max: 2}, memory: 1Gi}
      template: web
    - {name: f, count: 4, arrivals: {type: choice, options: [{value: 1s, weight: 3}, {value: 9s}]}, requests: {type: choice, options: [{weight: 2, value: {cpu: 1}}, {value: {cpu: 2, memory: 2Gi}}]}, template: web}
    - {name: g, count: 4, arrivals: {type: exponential, mean: 1s}, ends: [{end: succeeded, lifetime: 1m}, {end: failed, lifetime: {type: weibull, shape: 0.5, scale: 1h}}], template: web}
`;

const explicit = `metadata:
  name: "explicit"
  createdAt: "2025-04-18T21:48:16+02:00"
cluster:
  nodes:
    - apiVersion: v1
      kind: Node
      metadata: {name: node-1, labels: {zone: a}}
      spec: {taints: [{key: k, effect: PreferNoSchedule}], unschedulable: false}
      status: {allocatable: {cpu: 4000m, memory: 8Gi, pods: 110}, capacity: {cpu: 4000m, memory: 8Gi, pods: 110}}
events:
  pods:
    - name: pod-1
      arrivalTime: 5s
      evictTime: 10s
      podSpec:
        apiVersion: v1
        kind: Pod
        metadata: {name: "pod-1", namespace: "default"}
        spec:
          priority: 5
          affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a, b]}]}]}, preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5, preference: {matchFields: [{key: metadata.name, operator: In, values: [node-1]}]}}]}}
          containers:
            - name: "container-1"
              image: "nginx:latest"
              resources: {requests: {cpu: "100m", memory: "128Mi"}, limits: {cpu: "200m", memory: "256Mi"}}
    - {name: pod-1, eventType: delete, arrivalTime: 8s}
  nodes:
    - {at: 3s, action: add, name: late, count: 2, template: {allocatable: {cpu: 1, memory: 1Gi}}}
    - {at: 4s, action: cordon, name: node-1}
    - {at: 5s, action: uncordon, name: node-1}
    - {at: 6s, action: update, name: late-0, template: {taints: [{key: x, effect: NoExecute}]}}
    - {at: 7s, action: remove, name: late, count: 1}
  scheduler:
    - {at: 2s, name: weights, weights: {NodeResourcesFit: 5, NodeResourcesBalancedAllocation: 1}}
    - {arrivalTime: 3000000000, configuration: {profiles: [{schedulerName: default-scheduler}]}}
`;

const after = `events:
  pods:
  - after: 3s
    duration: 13s
    name: pod-0
    pod:
      metadata: {creationTimestamp: null, name: pod-0, namespace: default}
      spec: {containers: [{image: nginx, name: server, resources: {requests: {cpu: 912m, memory: 544Mi}}}]}
      status: {}
  schedulerConfigs:
  - {name: initial, after: 0s, weights: {NodeResourcesFit: 1, NodeAffinity: 1}}
cluster: {nodes: null}
`;

const list = `name: listed
nodes:
  - {name: node-highcpu, resources: {cpu: "8", memory: "16Gi", pods: "110"}}
events:
  - {type: create, podSpec: {name: cpu-pod-1, namespace: default, image: "cpu-app:latest", resources: {cpu: "4", memory: 4Gi}}, delayAfter: 0s, duration: 60s}
  - {type: create, podSpec: {name: cpu-pod-2, image: "cpu-app:latest", resources: {cpu: "4"}}, delayAfter: 5s}
`;

const readme = `events:
  pods:
    - {name: load, distribution: {type: exponential, rate: 0.5}, count: 10, podSpec: {metadata: {name: load}, spec: {containers: [{name: c, image: nginx}]}}}
    - {name: wear, distribution: {type: weibull, shape: 1.5, scale: 2}, count: 10, evictTime: 9s, podSpec: {metadata: {name: wear}, spec: {containers: [{name: c, image: nginx}]}}}
`;

const workloads = `apiVersion: keg.dev/v1alpha1
duration: 2h
cluster: {nodes: [{name: n, count: 4, template: {labels: {disk: ssd}, allocatable: {cpu: 8, memory: 32Gi}}}]}
templates:
  web: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, resources: {requests: {cpu: 500m}}}]}}
events:
  workloads:
    - {at: 0s, kind: Deployment, name: web, template: web, replicas: 3, phases: {started: 1s, ready: {type: uniform, min: 1s, max: 5s}}}
    - {at: 1h, kind: Deployment, name: web, replicas: 9}
    - {at: 90m, kind: Deployment, name: web, replicas: 0}
    - {at: 0s, kind: ReplicaSet, name: cache, namespace: prod, template: web, lifetime: {type: exponential, mean: 30m}, end: failed}
    - {at: 5s, kind: StatefulSet, name: db, replicas: 3, podSpec: {spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}}
    - {at: 0s, kind: DaemonSet, name: agent, podSpec: {spec: {nodeSelector: {disk: ssd}, containers: [{name: c}]}}}
    - {at: 10m, kind: Job, name: wave, template: web, completions: 20, parallelism: 5, backoffLimit: 2, lifetime: {type: lognormal, median: 3m, sigma: 1}, end: succeeded}
    - {at: 20m, kind: Job, name: wave, parallelism: 2}
`;

export const HONEST_SCENARIOS: readonly string[] = [everyFamily, explicit, after, list, readme, workloads];
