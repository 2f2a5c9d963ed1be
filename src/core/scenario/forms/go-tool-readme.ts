/** The form of kube-event-generator's README, which that tool never read; keg reads its keys as they are. */
import { podEntriesOf, type ScenarioForm } from './scenario-form.ts';

export const GO_TOOL_README: ScenarioForm = {
  id: 'keg-go-distribution',
  title: "kube-event-generator's README (distribution and count; it never ran there)",
  detect: (data) => podEntriesOf(data).some((entry) => 'distribution' in entry),
};
