/** Measures a fit of openb's 8,152 pods, all families and the bootstrap included, and compares it with R's fitdistrplus where R is installed. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Sample, sampleOf } from '../src/core/distributions/estimating/sample.ts';
import { randomStream } from '../src/core/distributions/random-stream.ts';
import { DEFAULT_CANDIDATES } from '../src/core/fitting/candidates.ts';
import { goodnessOfFit } from '../src/core/fitting/choice/bootstrap.ts';
import { chooseFamily } from '../src/core/fitting/choice/choose-family.ts';
import { fitFamily } from '../src/core/fitting/fit-family.ts';

const TRACE = join(import.meta.dirname, '..', '..', 'shared', 'data', 'openb', 'openb_pod_list_default.csv');
/** The end of the trace: a pod deleted at this time has not ended. */
const END = 12_902_960;

/** Seconds from creation to deletion of every pod, and whether it was deleted. */
function lifetimes(): { durations: number[]; ended: boolean[] } {
  const [header, ...lines] = readFileSync(TRACE, 'utf8').trim().split('\n');
  const columns = header!.trim().split(',');
  const [created, deleted] = [columns.indexOf('creation_time'), columns.indexOf('deletion_time')];
  const cells = lines.map((line) => line.trim().split(',').map(Number));
  return {
    durations: cells.map((row) => row[deleted]! - row[created]!),
    ended: cells.map((row) => row[deleted]! !== END),
  };
}

/** Processor seconds of a run, the best of three: other programs use the machine as well. */
function seconds(run: () => void): number {
  const rounds = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return Math.min(...rounds);
}

const { durations, ended } = lifetimes();
const seen = durations.map((duration, index) => ({
  duration,
  isEnded: ended[index]!,
  limit: ended[index] ? Number.POSITIVE_INFINITY : duration,
}));

/** The two times between which a duration ended; the second is NA where it was cut off. */
type Interval = readonly [from: number, to: number | 'NA'];

/**
 * Reads intervals and scales them to a mean of 1, because optim fails on the raw seconds. Times are exact where the two ends of every interval
 * are equal. A family that fitdistrplus cannot fit is printed. The bootstrapped family is fitted once, and bootdist continues from there.
 */
const SCRIPT = `
suppressMessages(library(fitdistrplus))
asked <- commandArgs(trailingOnly = TRUE); name <- asked[1]; families <- strsplit(asked[2], ",")[[1]]
d <- read.table(file("stdin"), col.names = c("left", "right")); d <- d / mean(d$left)
whole <- all(!is.na(d$right) & d$left == d$right)
fit <- function(each) tryCatch(suppressWarnings(if (whole) fitdist(d$left, each) else fitdistcens(d, each)), error = function(e) NULL)
set.seed(1)
invisible(capture.output({
  t <- proc.time()
  fits <- sapply(families, fit, simplify = FALSE)
  if (whole) bootdist(fits[[name]], niter = 199) else bootdistcens(fits[[name]], niter = 199)
  cost <- sum((proc.time() - t)[c("user.self", "sys.self")])
}, type = "output"))
failed <- families[sapply(fits, is.null)]
cat(cost, if (length(failed)) paste("without", paste(failed, collapse = ", ")) else "", "\\n")
`;

function compare(title: string, run: () => void, intervals: readonly Interval[], ...asked: string[]): void {
  run();
  const cost = seconds(run);
  const input = intervals.map((interval) => interval.join(' ')).join('\n');
  const { stdout, stderr, error } = spawnSync('Rscript', ['-e', SCRIPT, ...asked], {
    input,
    encoding: 'utf8',
  });
  const [, theirs, without = ''] = /^([\d.]+) *(.*?)\s*$/m.exec(stdout ?? '') ?? [];
  const beside =
    theirs === undefined
      ? (error?.message ?? stderr)
      : `fitdistrplus ${Number(theirs).toFixed(1)} s${without && ` (${without})`}, ratio ${(Number(theirs) / cost).toFixed(0)}x`;
  console.log(`${title}: ${cost.toFixed(3)} s; ${beside}`);
}

/** Whole seconds as the cluster stamps them, which are intervals for fitdistrplus; its families against all ten. */
const stamped = sampleOf(seen, 1);
const chosen = chooseFamily(stamped, { seed: 1, name: 'openb' });
compare(
  `${stamped.size} pods in whole seconds, ${chosen.ranking.length} of ${DEFAULT_CANDIDATES.length} families fitted, ${chosen.goodness!.repeats} bootstrap samples of the ${chosen.best!.candidate} (${chosen.verdict})`,
  () => chooseFamily(stamped, { seed: 1, name: 'openb' }),
  seen.map(({ duration, isEnded }) => [duration, isEnded ? duration + 1 : 'NA']),
  'lnorm',
  'exp,weibull,lnorm,gamma,norm,unif',
);

/** The part that both do in the same way: exact times above 0, four families, and 199 bootstrap samples, all refitted. */
const FOUR = ['exponential', 'weibull', 'lognormal', 'gamma'] as const;
const NAMES = { lognormal: 'lnorm', weibull: 'weibull' } as const;

function fourFamilies(sample: Sample, bootstrapped: keyof typeof NAMES, largest: number | undefined): void {
  const fits = new Map(FOUR.map((candidate) => [candidate, fitFamily(candidate, sample)!]));
  const random = randomStream(1, 'bench');
  goodnessOfFit(sample, fits.get(bootstrapped)!, random, 199, Number.POSITIVE_INFINITY, largest);
}

function compareFour(title: string, exact: typeof seen): void {
  const sample = sampleOf(exact);
  const intervals = exact.map(({ duration, isEnded }): Interval => [duration, isEnded ? duration : 'NA']);
  for (const [family, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const whole = seconds(() => fourFamilies(sample, family, sample.size));
    compare(
      `${title}, four families, 199 bootstrap samples of the ${family} (${whole.toFixed(3)} s if each repeat were of the whole size)`,
      () => fourFamilies(sample, family, undefined),
      intervals,
      name,
      'exp,weibull,lnorm,gamma',
    );
  }
}

const exact = seen.filter(({ duration }) => duration > 0);
compareFour(
  'complete lifetimes',
  exact.filter(({ isEnded }) => isEnded),
);
compareFour('censored lifetimes', exact);
