/** The current form of kube-event-generator, whose keys keg reads as they are. */
import { podEntriesOf, type ScenarioForm } from './scenario-form.ts';

export const GO_TOOL_CURRENT: ScenarioForm = {
  id: 'keg-go',
  title: 'kube-event-generator (arrivalTime, evictTime, podSpec)',
  detect: (data) => podEntriesOf(data).some((entry) => 'podSpec' in entry),
};
