/** Encodes a header and observations as lines. Equal observations give equal bytes, in any order of their fields. */
import type { GradedCode, Problem } from '../errors/problem.ts';
import type { Observation, RecordingHeader } from './observation.ts';
import { fieldsOf } from './observation-fields.ts';

/** The header as line 1, without a line break. */
export function encodeHeader(header: RecordingHeader): string {
  const { apiVersion, kind, name, source, start, tool, clock, redaction, problems } = header;
  return JSON.stringify({
    apiVersion,
    kind,
    name,
    source: {
      kind: source.kind,
      target: source.target,
      from: source.from,
      kubernetes: source.kubernetes,
      selection: source.selection,
      nodes: source.nodes,
      usage: source.usage && { from: source.usage.from, interval: source.usage.interval },
      scenario: source.scenario,
      seed: source.seed,
      drawn: source.drawn,
      speed: source.speed,
      configuration: source.configuration,
      latency: source.latency && { cycle: source.latency.cycle, bind: source.latency.bind },
      search: source.search,
      window: source.window && { from: source.window.from, to: source.window.to },
    },
    start,
    tool: { name: tool.name, version: tool.version },
    clock: { kind: clock.kind, resolution: clock.resolution, stamps: clock.stamps },
    redaction,
    problems: problems?.length ? problems.map(orderedProblem) : undefined,
  });
}

/** A problem with its fields in the order of docs/reference/recording-format.md. */
function orderedProblem({ code, severity, position, message, next, pods }: Problem): Problem {
  const { file, line, column } = position ?? {};
  return {
    ...({ code, severity } as GradedCode),
    position: file === undefined ? undefined : { file, line, column },
    message,
    next,
    pods,
  };
}

/** Encodes one observation without a line break: `at`, `kind`, then its fields in the order of docs/reference/recording-format.md. */
export function encodeObservation(observation: Observation): string {
  let line = `{"at":${observation.at},"kind":"${observation.kind}"`;
  const values = observation as unknown as Readonly<Record<string, unknown>>;
  for (const { name, prefix } of fieldsOf(observation.kind)!) {
    const value = values[name];
    if (value !== undefined) line += prefix + JSON.stringify(value);
  }
  return `${line}}`;
}
