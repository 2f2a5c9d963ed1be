/**
 * The list of distribution families. To add one, write its file and add its line here.
 *
 * The order is that of help texts, error messages and docs. It also breaks ties in the choice of a fit: of two candidates of equal merit,
 * the earlier one wins, so simple families come first.
 */
import { choice } from './choice.ts';
import { constant } from './constant.ts';
import { empirical } from './empirical.ts';
import { exponential } from './exponential.ts';
import { gamma } from './gamma.ts';
import { hyperexponential } from './hyperexponential/hyperexponential.ts';
import { lognormal } from './lognormal.ts';
import { loguniform } from './loguniform.ts';
import { lomax } from './lomax.ts';
import { normal } from './normal.ts';
import { pareto } from './pareto.ts';
import { uniform } from './uniform.ts';
import { weibull } from './weibull.ts';

export const FAMILIES = {
  exponential,
  weibull,
  lognormal,
  gamma,
  lomax,
  normal,
  pareto,
  uniform,
  loguniform,
  hyperexponential,
  constant,
  empirical,
  choice,
};
