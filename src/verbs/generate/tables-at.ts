/** Changes the paths of the tables of requests that a scenario names. */
import type { Written } from './changes.ts';

/** @param move - the new path of a table. */
export function withTablesAt(scenario: Written, move: (table: string) => string): Written {
  const events = scenario.events as Written | undefined;
  if (!Array.isArray(events?.pods)) return scenario;
  const pods = (events.pods as readonly Written[]).map((entry) => {
    const members = entry.mix as readonly Written[] | undefined;
    return {
      ...withTable(entry, move),
      ...(members && { mix: members.map((member) => withTable(member, move)) }),
    };
  });
  return { ...scenario, events: { ...events, pods } };
}

function withTable(part: Written, move: (table: string) => string): Written {
  const requests = part.requests as Written | undefined;
  if (typeof requests?.table !== 'string' || requests.type !== 'choice') return part;
  return { ...part, requests: { ...requests, table: move(requests.table) } };
}
