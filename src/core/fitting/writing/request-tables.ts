/** Moves long choices of requests out of a fitted scenario into tables beside it, because hundreds of sizes make a scenario unreadable. */
import { requestsTable } from '../../scenario/requests-table.ts';
import type { WrittenScenario } from './written-scenario.ts';

/** A file beside the scenario. */
export interface WrittenTable {
  readonly name: string;
  readonly text: string;
}

interface Choice {
  readonly type: 'choice';
  readonly options: Parameters<typeof requestsTable>[0];
}

/** A choice of more sets than this becomes a table. */
const MOST_INLINE = 12;

/** @param stem - the name of the scenario file without its ending: the tables are called STEM.ENTRY.csv. */
export function withTables(
  scenario: WrittenScenario,
  stem: string,
): { readonly scenario: WrittenScenario; readonly tables: readonly WrittenTable[] } {
  const tables: WrittenTable[] = [];
  const moved = (part: WrittenScenario, place: string): WrittenScenario => {
    const requests = part.requests as Choice | undefined;
    if (!(requests?.type === 'choice' && requests.options.length > MOST_INLINE)) return part;
    const name = `${stem}.${place.replaceAll(/[^A-Za-z0-9._-]+/g, '_')}.csv`;
    // Names that differ only in case or in other characters: the second choice stays in the scenario.
    if (tables.some((table) => table.name.toLowerCase() === name.toLowerCase())) return part;
    tables.push({ name, text: requestsTable(requests.options) });
    return { ...part, requests: { type: 'choice', table: name } };
  };
  const events = scenario.events as WrittenScenario;
  const pods = (events.pods as readonly WrittenScenario[]).map((entry) => {
    const name = entry.name as string;
    const mix = (entry.mix as readonly WrittenScenario[] | undefined)?.map((member, index) =>
      moved(member, `${name}-${index + 1}`),
    );
    return { ...moved(entry, name), ...(mix && { mix }) };
  });
  return { scenario: { ...scenario, events: { ...events, pods } }, tables };
}
