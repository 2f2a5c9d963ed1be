/** Checks the shapes of the figures with which a recording is closed: speed, jumps, coverage and delays. */

export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isSpeed(value: unknown): boolean {
  if (!isJsonObject(value) || !isNumber(value.planned) || !isNumber(value.achieved)) return false;
  const { lag, limitedBy, answers, jumps, pauses, changes, isPaced } = value;
  return (
    isLagSummary(lag) &&
    (limitedBy === undefined || typeof limitedBy === 'string') &&
    (answers === undefined || isLagSummary(answers)) &&
    (jumps === undefined || isJumps(jumps)) &&
    (isPaced === undefined || typeof isPaced === 'boolean') &&
    (changes === undefined || (Array.isArray(changes) && changes.every(isChange))) &&
    (pauses === undefined || (Array.isArray(pauses) && pauses.every(isPause)))
  );
}

function isPause(value: unknown): boolean {
  return isJsonObject(value) && isCount(value.at) && isCount(value.wall);
}

function isChange(value: unknown): boolean {
  return isJsonObject(value) && isCount(value.at) && isNumber(value.speed);
}

function isJumps(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isCount(value.count) &&
    isNumber(value.skipped) &&
    isCount(value.scrapes) &&
    isCount(value.sweeps) &&
    typeof value.proof === 'string' &&
    isJsonObject(value.held) &&
    Object.values(value.held).every(isNumber)
  );
}

export function isCoverage(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isCount(value.events) &&
    isCount(value.gaps) &&
    isNumber(value.covered) &&
    isLagSummary(value.late)
  );
}

function isLagSummary(value: unknown): boolean {
  return isJsonObject(value) && ['n', 'p50', 'p95', 'p99', 'max'].every((figure) => isNumber(value[figure]));
}
