/** Reads the fields of values of unknown shape, and builds objects of fields that have a value: redaction rebuilds what it keeps. */

export type LooseFields = Readonly<Record<string, unknown>>;

export function looseFields(value: unknown): LooseFields {
  return (value ?? {}) as LooseFields;
}

/** Undefined for anything but a list. */
export function listOf(value: unknown): readonly LooseFields[] | undefined {
  return Array.isArray(value) ? (value as readonly LooseFields[]) : undefined;
}

export function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** The fields without those that are undefined or null. */
export function given<All extends object>(
  fields: All,
): { [Name in keyof All]: Exclude<All[Name], undefined | null> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as {
    [Name in keyof All]: Exclude<All[Name], undefined | null>;
  };
}
