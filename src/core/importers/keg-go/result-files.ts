/** Recognises the result files of the original Go tool by their names and headers. */

/** Whether a text begins with the header of such a file. */
export function isEventHistory(text: string): boolean {
  const [header = ''] = text.replace(/^\uFEFF/, '').split('\n', 1);
  const names = new Set(header.trim().split(','));
  return ['timestamp', 'pod_name', 'phase', 'event_type'].every((name) => names.has(name));
}

/** Whether a file is NODE_free_resource_history.csv or NODE_allocation_history.csv of a run, by its name. */
export function isNodeHistory(file: string): boolean {
  return NODE_FILE.test(file);
}

/** Whether a file is another one of the tool's results, by its name; those contain nothing new. */
export function isOtherResult(file: string): boolean {
  return OTHER_FILE.test(file);
}

const OTHER_FILE =
  /(?:_allocation_ratio_history|^pod_pending_durations|^pod_running_durations|^pod_queue_length|[/\\]pod_(?:pending_durations|running_durations|queue_length))\.csv$/;
export const NODE_FILE = /(?:^|[/\\])([^/\\]+)_(free_resource|allocation)_history\.csv$/;
