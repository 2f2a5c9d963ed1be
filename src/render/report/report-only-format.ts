/** Refuses formats of a whole report where a command prints one table or plain data. */
import { UserError } from '../../core/errors/user-error.ts';
import { dataFormats, formatNames, OUTPUT_FORMATS } from '../formats/index.ts';
import { isTableForPeople } from '../formats/output-format.ts';

/** @throws {UserError} (usage) for a format that shows a report and no plain data. */
export function refuseReportFormat(flag: string, name: string): void {
  const format = OUTPUT_FORMATS.find((each) => each.name === name);
  const names = formatNames(dataFormats());
  if (names.includes(name) || (format && isTableForPeople(format))) return;
  throw new UserError(`${flag} has no -o ${name}`, { next: `use -o ${names.join(', ')}` });
}
