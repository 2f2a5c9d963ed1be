/** What a fit of openb's 8,152 pods costs, all families and the bootstrap included, beside R's fitdistrplus doing the same where R is there. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goodnessOfFit } from '../src/fitting/choice/bootstrap.ts';
import { chooseFamily, DEFAULT_CANDIDATES } from '../src/fitting/choice/choose-family.ts';
import { fitFamily } from '../src/fitting/estimators/fit.ts';
import { type Sample, sampleOf } from '../src/fitting/sample.ts';
import { randomStream } from '../src/timeline/random-stream.ts';

const TRACE = join(import.meta.dirname, '..', '..', 'shared', 'data', 'openb', 'openb_pod_list_default.csv');
/** The end of the trace: who is still there has not ended. */
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

/** Processor seconds of what is run, the best of three: others use this machine too. */
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
const stamped = sampleOf(seen, 1);
let choice = chooseFamily(stamped, { seed: 1, name: 'openb' });
const ours = seconds(() => {
  choice = chooseFamily(stamped, { seed: 1, name: 'openb' });
});
console.log(
  `${stamped.size} pods, ${choice.ranking.length} of ${DEFAULT_CANDIDATES.length} families fitted, ${choice.goodness!.repeats} bootstrap samples: ${ours.toFixed(2)} s of processor time; ${choice.best!.candidate}, ${choice.verdict}`,
);

/** The part that fitdistrplus can do, too: exact times above 0, four families, and 199 bootstrap samples refitted. */
const FOUR = ['exponential', 'weibull', 'lognormal', 'gamma'] as const;
const NAMES = { lognormal: 'lnorm', weibull: 'weibull' } as const;

function fourFamilies(sample: Sample, bootstrapped: keyof typeof NAMES): void {
  const fits = new Map(FOUR.map((candidate) => [candidate, fitFamily(candidate, sample)!]));
  goodnessOfFit(sample, fits.get(bootstrapped)!, randomStream(1, 'bench'));
}

/** Reads durations and whether each ended; scaled to a mean of 1, for optim fails on the raw seconds. */
const SCRIPT = `
suppressMessages(library(fitdistrplus))
d <- read.table(file("stdin")); x <- d[[1]] / mean(d[[1]])
cost <- function(run) { t <- proc.time(); run; sum((proc.time() - t)[c("user.self", "sys.self")]) }
set.seed(1)
four <- c("exp", "weibull", "lnorm", "gamma")
for (name in c("lnorm", "weibull")) {
  whole <- if (all(d[[2]] == 1)) cost({ lapply(four, function(each) fitdist(x, each)); bootdist(fitdist(x, name), niter = 199) })
  else { cens <- data.frame(left = x, right = ifelse(d[[2]] == 1, x, NA)); cost({ lapply(four, function(each) fitdistcens(cens, each)); bootdistcens(fitdistcens(cens, name), niter = 199) }) }
  cat(name, whole, "\\n")
}
`;

function compare(title: string, sample: Sample): void {
  const input = sample.rows
    .flatMap(({ duration, isEnded, count }) =>
      Array.from({ length: count }, () => `${duration} ${isEnded ? 1 : 0}`),
    )
    .join('\n');
  const { stdout, stderr, error } = spawnSync('Rscript', ['-e', SCRIPT], { input, encoding: 'utf8' });
  for (const [family, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const cost = seconds(() => fourFamilies(sample, family));
    const line = (stdout ?? '').split('\n').find((each) => each.startsWith(`${name} `));
    const theirs = line ? Number(line.split(' ')[1]) : undefined;
    const beside =
      theirs === undefined
        ? (error?.message ?? stderr)
        : `fitdistrplus ${theirs.toFixed(1)} s, ratio ${(theirs / cost).toFixed(0)}x`;
    console.log(
      `${title}, four families, 199 bootstrap samples of the ${family}: ${cost.toFixed(3)} s; ${beside}`,
    );
  }
}

const exact = seen.filter(({ duration }) => duration > 0);
compare('complete lifetimes', sampleOf(exact.filter(({ isEnded }) => isEnded)));
compare('censored lifetimes', sampleOf(exact));
