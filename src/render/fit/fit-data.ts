/** Converts fits to plain data for `-o json` and `-o yaml`: every number of the table, and those that the table leaves out. */

import type { FittedParameter } from '../../core/fitting/fit-family.ts';
import type { GroupFit, QuantityFit } from '../../core/fitting/pods/fit-group.ts';
import type { LoadDependence } from '../../core/fitting/pods/load-dependence.ts';
import type { RecordingFit } from './recording-fit.ts';
import { truthData } from './truth-data.ts';

export interface FitRow {
  readonly quantity: string;
  readonly n: number;
  readonly censored: number;
  readonly truncated: number;
  readonly verdict: string;
  readonly family: string | undefined;
  readonly parameters: readonly FittedParameter[];
  readonly distance: number | undefined;
  readonly ratios:
    | { readonly p50: number | undefined; readonly p90: number | undefined; readonly p99: number | undefined }
    | undefined;
  readonly pValue: number | undefined;
  readonly repeats: number | undefined;
  /** What the scenario draws from, and why. */
  readonly drawn: QuantityFit['choice']['drawn'];
  readonly ranking: readonly {
    readonly family: string;
    readonly aicc: number;
    readonly bic: number;
    readonly weight: number;
    readonly distance: number;
  }[];
}

/** Times in seconds. */
export function fitData({
  header,
  window,
  pods,
  nodes,
  groups,
  load,
  ends,
  truth,
  problems,
}: RecordingFit): unknown {
  return {
    recording: header.name,
    window,
    pods,
    nodes,
    loadDependence: load,
    ends: ends.all,
    groups: groups.map((group) => ({
      name: group.group.name,
      namespace: group.group.namespace,
      arrived: group.arrived,
      present: group.present,
      rate: group.rate,
      dispersion: group.dispersion,
      pace: group.rateProfile,
      burstSize: group.burstSize,
      ends: Object.fromEntries(group.ends),
      causes: group.causes,
      endsInScenario: ends.byGroup.get(group.group.name),
      requests: group.group.requests,
      fits: rowsOf(group),
    })),
    truth: truth && truthData(truth),
    problems,
  };
}

export function rowsOf({ fits }: GroupFit): FitRow[] {
  return fits.map(rowOf);
}

function rowOf({ quantity, sample, choice, load }: QuantityFit): FitRow {
  const { best, goodness, verdict, distribution, ranking } = choice;
  const isBest = distribution !== undefined && distribution === best?.distribution;
  return {
    quantity,
    n: sample.size,
    censored: sample.size - sample.events,
    truncated: sample.truncated,
    verdict,
    family: isBest ? best?.candidate : distribution?.family,
    parameters: [
      ...(isBest ? best!.parameters : drawnParameters(choice)),
      ...(load ? [perStartOf(load)] : []),
    ],
    distance: best?.effect.distance,
    ratios: best && { p50: best.effect.p50, p90: best.effect.p90, p99: best.effect.p99 },
    pValue: goodness?.pValue,
    repeats: goodness?.repeats,
    drawn: choice.drawn,
    ranking: ranking.map(({ candidate, aicc, bic, weight, effect }) => ({
      family: candidate,
      aicc,
      bic,
      weight,
      distance: effect.distance,
    })),
  };
}

/** Of a family that was scaled to keep the number of arrivals: the numbers that are drawn, without errors. */
function drawnParameters({ drawn, distribution }: QuantityFit['choice']): FittedParameter[] {
  if (drawn.form !== 'family' || !distribution) return [];
  return Object.entries(distribution).flatMap(([name, value]) =>
    typeof value === 'number' ? [{ name, value, standardError: NaN, low: NaN, high: NaN }] : [],
  );
}

/** The slope as one more parameter beside those of the delay without it, in seconds. */
function perStartOf({ perStart, standardError }: LoadDependence): FittedParameter {
  const reach = 1.959963984540054 * standardError;
  return { name: 'per start', value: perStart, standardError, low: perStart - reach, high: perStart + reach };
}
