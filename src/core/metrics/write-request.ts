/** Encodes series as the WriteRequest of Prometheus remote write 1.0, in Protocol Buffers. */
import type { MetricLabels } from './metric-family.ts';

export interface WrittenSeries {
  /** With `__name__`. */
  readonly labels: MetricLabels;
  /** In order of time; Unix time in milliseconds. */
  readonly samples: readonly WrittenSample[];
}

export interface WrittenSample {
  readonly timestamp: number;
  /** Undefined: the series ends here. */
  readonly value: number | undefined;
}

/** The bits of the value that ends a series (model/value in Prometheus: StaleNaN). */
const STALE = 0x7ff0000000000002n;
const LENGTH_DELIMITED = 2;
const FIXED64 = 1;
const VARINT = 0;

const encoder = new TextEncoder();

/** WriteRequest {repeated TimeSeries timeseries = 1}; TimeSeries {repeated Label labels = 1; repeated Sample samples = 2}. */
export function writeRequest(series: readonly WrittenSeries[]): Uint8Array {
  return joined(series.map((each) => message(1, timeSeries(each))));
}

function timeSeries({ labels, samples }: WrittenSeries): Uint8Array {
  // Receivers want labels in order of their names.
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  return joined([
    ...sorted.map(([name, value]) => message(1, joined([text(1, name), text(2, value)]))),
    ...samples.map((sample) => message(2, encodedSample(sample))),
  ]);
}

/** Sample {double value = 1; int64 timestamp = 2}. */
function encodedSample({ timestamp, value }: WrittenSample): Uint8Array {
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  bytes[0] = (1 << 3) | FIXED64;
  if (value === undefined) view.setBigUint64(1, STALE, true);
  else view.setFloat64(1, value, true);
  return joined([bytes, Uint8Array.of((2 << 3) | VARINT), varint(timestamp)]);
}

function text(field: number, value: string): Uint8Array {
  return message(field, encoder.encode(value));
}

function message(field: number, content: Uint8Array): Uint8Array {
  return joined([Uint8Array.of((field << 3) | LENGTH_DELIMITED), varint(content.length), content]);
}

/** Of an int64: a negative number takes ten bytes, in two's complement. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  if (value < 0) {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    return Uint8Array.from(bytes);
  }
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
