"""Computes values.tsv: `python3 make-values.py > values.tsv`, with mpmath 1.3.0 and 40 digits.

Every value comes from a definition: an integral, a root, or a function of mpmath. A line is a name, its arguments, and the value.
Maxima of likelihoods are roots of the gradient; tests hold the data sets under the same names.
"""
from mpmath import mp, mpf, log, exp, quad, inf, diff, findroot, loggamma, gammainc, erfc, psi, sqrt, pi, matrix

mp.dps = 40


def put(name, args, value):
    print("\t".join([name, " ".join(mp.nstr(mpf(each), 17) for each in args), mp.nstr(value, 20)]))


def normal_tail(z):
    return erfc(mpf(z) / sqrt(mpf(2))) / 2


for x in [0.001, 0.3, 0.5, 0.9999, 1, 1.3, 1.5, 2.2, 2.5, 4.75, 9.99, 10, 33.3, 1e6]:
    x = mpf(x)
    put("logGamma", [x], loggamma(x))
    put("digamma", [x], psi(0, x))
    put("trigamma", [x], psi(1, x))
for a, x in [(0.2, 0.01), (0.2, 0.9), (0.7, 0.999), (0.5, 1.4), (0.5, 9), (1, 0.3), (2, 2.9), (2, 3.1), (3.5, 0.01), (3.5, 40),
             (9.9, 12), (10.1, 7), (150, 140), (150, 165), (19999, 19800), (20001, 19800), (20001, 20003), (20001, 22500), (1e6, 1e6 + 1500)]:
    a, x = mpf(a), mpf(x)
    lower, upper = gammainc(a, 0, x, regularized=True), gammainc(a, x, inf, regularized=True)
    put("gammaLower", [a, x], lower)
    put("gammaUpper", [a, x], upper)
    put("logGammaLower", [a, x], log(lower))
    put("logGammaUpper", [a, x], log(upper))
for z in [-9.3, -3.2, -1, -0.3, 0, 0.4, 0.999, 1.001, 2.5, 7, 20]:
    z = mpf(z)
    tail = normal_tail(z)
    density = exp(-z * z / 2) / sqrt(2 * pi)
    put("erfcx", [z], exp(z * z) * erfc(z))
    put("normalCdf", [z], normal_tail(-z))
    put("normalDensity", [z], density)
    put("logNormalTail", [z], log(tail))
    put("normalHazard", [z], density / tail)
    put("normalExcess", [z], density / tail - z)
    if z > 3:  # the nearest double to Φ(z) has too few digits
        continue
    put("normalQuantile", [normal_tail(-z)], findroot(lambda q: log(normal_tail(-q)) - log(mpf(mp.nstr(normal_tail(-z), 17))), z))
mp.dps = 60
for z in [49.9, 50, 51, 400]:
    z = mpf(z)
    put("normalExcess", [z], exp(-z * z / 2) / sqrt(2 * pi) / normal_tail(z) - z)
for z, excess in [(0, 0.5), (2, 0.1), (5, 3), (30, 0.02)]:
    z, excess = mpf(z), mpf(excess)
    put("logTailRatio", [z, excess], log(normal_tail(z + excess) / normal_tail(z)))
mp.dps = 40

# Families: density by definition, everything else by integration of it.
FAMILIES = {
    "exponential": ([30], lambda p: (0, inf, lambda t: exp(-t / p[0]) / p[0])),
    "weibull": ([0.7, 12], lambda p: (0, inf, lambda t: p[0] / p[1] * (t / p[1]) ** (p[0] - 1) * exp(-((t / p[1]) ** p[0])))),
    "weibull-3": ([3, 12], lambda p: (0, inf, lambda t: p[0] / p[1] * (t / p[1]) ** (p[0] - 1) * exp(-((t / p[1]) ** p[0])))),
    "gamma": ([2.5, 6], lambda p: (0, inf, lambda t: t ** (p[0] - 1) * exp(-t / p[1] - loggamma(p[0])) / p[1] ** p[0])),
    "lognormal": ([2.2, 0.9], lambda p: (0, inf, lambda t: exp(-(((log(t) - p[0]) / p[1]) ** 2) / 2) / (t * p[1] * sqrt(2 * pi)))),
    "normal": ([10, 4], lambda p: (0, inf, lambda t: exp(-(((t - p[0]) / p[1]) ** 2) / 2) / (p[1] * sqrt(2 * pi) * normal_tail(-p[0] / p[1])))),
    "normal-cut": ([-6, 4], lambda p: (0, inf, lambda t: exp(-(((t - p[0]) / p[1]) ** 2) / 2) / (p[1] * sqrt(2 * pi) * normal_tail(-p[0] / p[1])))),
    "uniform": ([3, 17], lambda p: (p[0], p[1], lambda t: 1 / (p[1] - p[0]))),
    "loguniform": ([2, 60], lambda p: (p[0], p[1], lambda t: 1 / (t * log(p[1] / p[0])))),
    "pareto": ([1.8, 3], lambda p: (p[1], inf, lambda t: p[0] * p[1] ** p[0] / t ** (p[0] + 1))),
    "lomax": ([2.5, 15], lambda p: (0, inf, lambda t: p[0] / p[1] * (1 + t / p[1]) ** (-p[0] - 1))),
    "hyperexponential": ([0.7, 2, 25], lambda p: (0, inf, lambda t: p[0] / p[1] * exp(-t / p[1]) + (1 - p[0]) / p[2] * exp(-t / p[2]))),
}


def integral(f, low, high):
    if high <= low:
        return mpf(0)
    marks = [low] + [low + (mpf(2) ** k) * mpf("0.01") for k in range(0, 22)]
    return quad(f, [each for each in marks if each < high] + [high])


for name, (parameters, make) in FAMILIES.items():
    p = [mpf(each) for each in parameters]
    start, end, density = make(p)
    for x in [0.05, 1, 2.5, 5, 11, 16.9, 40, 130]:
        x = mpf(x)
        if not start < x < end:
            continue
        upper = integral(density, x, end)
        put(name + " logDensity", [x], log(density(x)))
        put(name + " survival", [x], upper)
        put(name + " logSurvival", [x], log(upper))
        put(name + " cdf", [x], integral(density, start, x))
        put(name + " partialMean", [x], integral(lambda t: t * density(t), start, x))
    if name != "pareto":
        put(name + " mean", [], integral(lambda t: t * density(t), start, end))

# Maxima of likelihoods: ended, cut off, and late entries.
BEARINGS = [17.88, 28.92, 33, 41.52, 42.12, 45.6, 48.48, 51.84, 51.96, 54.12, 55.56, 67.8, 68.64, 68.64, 68.88, 84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.4]
SETS = {
    "bearings": [(t, True, 0) for t in BEARINGS],
    "nist": [(t, True, 0) for t in [54, 187, 216, 240, 244, 335, 361, 373, 375, 386]] + [(500, False, 0)] * 10,
    "leukaemia": [(t, True, 0) for t in [6, 6, 6, 7, 10, 13, 16, 22, 23]] + [(t, False, 0) for t in [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]],
    "late": [(t, t not in (19, 31, 44), e) for t, e in [(3, 0), (4, 1), (6, 0), (7, 5), (9, 2), (11, 0), (12, 7), (15, 0), (19, 4), (21, 12), (26, 0), (31, 9), (38, 20), (44, 0), (60, 30)]],
    "bell": [(t, t not in (31, 38, 41), e) for t, e in [(14, 0), (19, 10), (22, 0), (24, 15), (26, 5), (27, 0), (29, 20), (30, 0), (31, 25), (33, 12), (35, 30), (38, 0), (41, 28), (46, 0), (55, 40)]],
    "heavy-late": [(t, t not in (40, 300), e) for t, e in [(1, 0), (1.5, 1), (2, 0), (2.5, 0.5), (3, 0), (3.5, 2), (4, 0), (5, 0), (6, 3), (8, 0), (11, 6), (15, 0), (22, 0), (40, 9), (75, 0), (140, 50), (300, 100), (420, 0), (900, 300)]],
    "heavy": [(t, t != 300, 0) for t in [1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 11, 15, 22, 40, 75, 140, 300, 420, 900]],
}
# name: start from the mean, parameters from free coordinates, ln f, ln S.
MODELS = {
    "exponential": (lambda m: [log(m)], lambda c: [exp(c[0])], lambda p, t: -log(p[0]) - t / p[0], lambda p, t: -t / p[0]),
    "weibull": (lambda m: [mpf(0), log(m)], lambda c: [exp(c[0]), exp(c[1])],
                lambda p, t: log(p[0] / p[1]) + (p[0] - 1) * log(t / p[1]) - (t / p[1]) ** p[0], lambda p, t: -((t / p[1]) ** p[0])),
    "gamma": (lambda m: [mpf("0.1"), log(m)], lambda c: [exp(c[0]), exp(c[1] - c[0])],
              lambda p, t: (p[0] - 1) * log(t) - t / p[1] - p[0] * log(p[1]) - loggamma(p[0]),
              lambda p, t: log(gammainc(p[0], t / p[1], inf, regularized=True))),
    "lognormal": (lambda m: [log(m) - mpf("0.3"), mpf(0)], lambda c: [c[0], exp(c[1])],
                  lambda p, t: -log(t * p[1] * sqrt(2 * pi)) - ((log(t) - p[0]) / p[1]) ** 2 / 2, lambda p, t: log(normal_tail((log(t) - p[0]) / p[1]))),
    "normal": (lambda m: [m * mpf("0.65"), log(m * mpf("0.4"))], lambda c: [c[0], exp(c[1])],
               lambda p, t: -log(p[1] * sqrt(2 * pi) * normal_tail(-p[0] / p[1])) - ((t - p[0]) / p[1]) ** 2 / 2,
               lambda p, t: log(normal_tail((t - p[0]) / p[1]) / normal_tail(-p[0] / p[1]))),
    "lomax": (lambda m: [mpf(0), log(mpf(8))], lambda c: [exp(c[0]), exp(c[1])],
              lambda p, t: log(p[0] / p[1]) - (p[0] + 1) * log(1 + t / p[1]), lambda p, t: -p[0] * log(1 + t / p[1])),
    "hyperexponential-2": (lambda m: [mpf("0.6"), log(mpf(5)), log(mpf(250))],
                           lambda c: [exp(c[0]) / (1 + exp(c[0])), exp(c[1]), exp(c[2])],
                           lambda p, t: log(p[0] / p[1] * exp(-t / p[1]) + (1 - p[0]) / p[2] * exp(-t / p[2])),
                           lambda p, t: log(p[0] * exp(-t / p[1]) + (1 - p[0]) * exp(-t / p[2]))),
}
FITS = [(s, m) for s in ["bearings", "nist", "leukaemia", "late"] for m in ["exponential", "weibull", "gamma", "lognormal"]]
FITS += [("bearings", "normal"), ("nist", "normal"), ("heavy", "lomax"), ("heavy", "hyperexponential-2"), ("heavy", "weibull")]
FITS += [("bell", "normal")] + [("heavy-late", m) for m in ["lomax", "hyperexponential-2", "weibull", "gamma"]]
mp.dps = 25
for set_name, model in FITS:
    rows = [(mpf(t), ended, mpf(entry)) for t, ended, entry in SETS[set_name]]
    first, free, log_density, log_survival = MODELS[model]

    def likelihood(*c):
        p = free(c)
        return sum((log_density(p, t) if ended else log_survival(p, t)) - (log_survival(p, entry) if entry > 0 else 0) for t, ended, entry in rows)

    mean = sum(t - entry for t, _, entry in rows) / sum(1 for _, ended, _ in rows if ended)
    if set_name == "bell":  # near its ends: half of their time passed before they were observed
        mean *= 2
    at = [mpf(each) for each in first(mean)]
    size = len(at)

    def order(*which):
        return tuple(which.count(k) for k in range(size))

    for _ in range(60):
        gradient = matrix([diff(likelihood, tuple(at), order(i)) for i in range(size)])
        hessian = matrix(size, size)
        for i in range(size):
            for j in range(size):
                hessian[i, j] = diff(likelihood, tuple(at), order(i, j))
        for k in range(size):  # damped where the likelihood is convex
            if hessian[k, k] >= 0:
                hessian[k, k] = -abs(hessian[k, k]) - 1
        step = mp.lu_solve(-hessian, gradient)
        longest = max(abs(each) for each in step)
        scale = min(mpf(1), mpf("0.5") / longest) if model != "normal" else min(mpf(1), mpf(200) / longest)
        while likelihood(*[at[k] + scale * step[k] for k in range(size)]) < likelihood(*at) and scale > mpf(10) ** -8:
            scale /= 2
        at = [at[k] + scale * step[k] for k in range(size)]
        if longest < mpf(10) ** -15 * max(1, max(abs(each) for each in at)):
            break
    else:
        raise SystemExit(f"no maximum: {set_name} {model}")
    p = free(at)
    put(f"fit {set_name} {model} logLikelihood", [], likelihood(*at))
    covariance = (-hessian) ** -1
    for k in range(size):
        put(f"fit {set_name} {model} {k}", [], p[k])
        slopes = matrix([diff(lambda *c: free(c)[k], tuple(at), order(j)) for j in range(size)])
        put(f"fit {set_name} {model} {k} standardError", [], sqrt((slopes.T * covariance * slopes)[0]))
