/** Renders how often the model agrees with the decisions of a recording, and where it does not. */

import { UNDECIDED_REASONS, type UndecidedReason } from '../../core/decisions/undecided.ts';
import type {
  Disagreement,
  NodeOpinion,
  PartialBinding,
  ReorderedBinding,
  Verification,
} from '../../core/decisions/verification-figures.ts';
import { counted } from '../../core/errors/counted.ts';
import { versionText } from '../../core/scheduler/kubernetes-version.ts';
import { shownDuration } from '../../core/time/duration.ts';
import { formatNumber, formatShare, formatSpan } from '../terminal/human-units.ts';
import { tableLines } from '../terminal/plain-table.ts';
import { type Dress, labelled, truncateName, wrapWords } from '../terminal/text-layout.ts';

interface Layout {
  readonly width: number;
  readonly dress: Dress;
  /** The most disagreements to show. */
  readonly shown: number;
}

/** A row of the table of counts. */
type CountRow = readonly [count: string, share: string, what: string];

const LABEL_WIDTH = 11;
const LONGEST_NAME = 28;
const COUNT_COLUMNS = [{ align: 'right' }, { align: 'right' }, {}] as const;

export function verificationLines(verification: Verification, layout: Layout): string[] {
  const { width, dress } = layout;
  const { bindings, refusals, undecided, kubernetes } = verification;
  const left = Object.entries(undecided) as [UndecidedReason, number][];
  return [
    ...labelled('Model', `kube-scheduler ${versionText(kubernetes)}`, width, LABEL_WIDTH),
    '',
    dress.title(`BINDINGS: ${formatNumber(bindings.decided)} compared`),
    ...counts(bindingRows(verification)),
    ...(refusals.decided === 0
      ? []
      : [
          '',
          dress.title(`REFUSALS: ${formatNumber(refusals.decided)} compared`),
          ...counts(refusalRows(verification)),
        ]),
    ...(left.length === 0 ? [] : ['', dress.title('NOT COMPARED'), ...leftLines(left, width)]),
    ...partialLines(verification, layout),
    ...reorderedLines(verification, layout),
    ...disagreementLines(verification, layout),
  ];
}

function counts(rows: readonly CountRow[]): string[] {
  return tableLines(COUNT_COLUMNS, rows);
}

function bindingRows({ bindings, slack }: Verification): CountRow[] {
  const { decided, best, inQueueOrder, partialSearch, reordered, elsewhere, veryNode, ties } = bindings;
  const row = (count: number, what: string): CountRow => [formatNumber(count), share(count, decided), what];
  return [
    row(best, "to one of the model's best nodes"),
    row(inQueueOrder, "to one of them, in the order of the scheduler's queue"),
    ...(partialSearch === 0
      ? []
      : [row(partialSearch, 'to the best of nodes that a partial search can find')]),
    row(reordered, `to one of them, if events within ${formatSpan(slack)} came in another order`),
    row(elsewhere, 'elsewhere'),
    ...(veryNode === null
      ? [row(ties, 'with several best nodes: kube-scheduler draws one of them up to 1.34')]
      : [row(veryNode, 'to the very node that the model chooses')]),
  ];
}

function refusalRows({ refusals, slack }: Verification): CountRow[] {
  const { decided, agreed, reordered, otherwise, sameMessage } = refusals;
  const row = (count: number, what: string): CountRow => [formatNumber(count), share(count, decided), what];
  return [
    row(agreed, 'the model finds no node either'),
    row(reordered, `nor does it, if events within ${formatSpan(slack)} came in another order`),
    row(otherwise, 'the model finds a node'),
    row(sameMessage, "with the model's message, to the letter"),
  ];
}

function share(count: number, of: number): string {
  return of === 0 ? '' : formatShare(count / of);
}

function leftLines(left: readonly (readonly [UndecidedReason, number])[], width: number): string[] {
  const digits = Math.max(...left.map(([, count]) => formatNumber(count).length));
  return left.flatMap(([reason, count]) =>
    labelled(`${formatNumber(count).padStart(digits)}  `, UNDECIDED_REASONS[reason], width, digits + 2),
  );
}

function partialLines({ partial, bindings }: Verification, { width, dress, shown }: Layout): string[] {
  const { partialSearch } = bindings;
  if (partialSearch === 0) return [];
  const rest = partialSearch - Math.min(shown, partial.length);
  return [
    '',
    dress.title(`IN A PARTIAL SEARCH: ${counted(partialSearch, 'binding')}`),
    ...partial.slice(0, shown).flatMap((each) => onePartial(each, width)),
    ...(rest > 0 ? [moreLine(rest)] : []),
  ];
}

function onePartial(binding: PartialBinding, width: number): string[] {
  const { at, namespace, pod, node, feasible, needed, parallelism, isInQueueOrder } = binding;
  const who = parallelism === 1 ? 'one worker' : `${counted(parallelism, 'worker')} that race`;
  const order = isInQueueOrder ? ", in the order of the scheduler's queue" : '';
  const sentence = `to ${truncateName(node, LONGEST_NAME)}: the search ends with ${formatNumber(needed)} of ${counted(feasible, 'feasible node')}; ${who} can find ${formatNumber(needed)} without a better one${order}`;
  return [
    `${shownDuration(at)}  ${truncateName(`${namespace}/${pod}`, LONGEST_NAME * 2)}`,
    ...wrapWords(sentence, width - 2).map((line) => `  ${line}`),
  ];
}

function moreLine(rest: number): string {
  return `… and ${formatNumber(rest)} more (-o json lists the first thousand)`;
}

function reorderedLines({ reordered, bindings }: Verification, { width, dress, shown }: Layout): string[] {
  if (bindings.reordered === 0) return [];
  const rest = bindings.reordered - Math.min(shown, reordered.length);
  return [
    '',
    dress.title(`IN ANOTHER ORDER: ${counted(bindings.reordered, 'binding')}`),
    ...reordered.slice(0, shown).flatMap((each) => oneReordered(each, width)),
    ...(rest > 0 ? [moreLine(rest)] : []),
  ];
}

function oneReordered(binding: ReorderedBinding, width: number): string[] {
  const { at, namespace, pod, node, isRetry } = binding;
  const retry = isRetry
    ? 'it was refused before, and tried again at a moment that no recording contains; '
    : '';
  const sentence = `to ${truncateName(node, LONGEST_NAME)}: ${retry}${orderText(binding)}`;
  return [
    `${shownDuration(at)}  ${truncateName(`${namespace}/${pod}`, LONGEST_NAME * 2)}`,
    ...wrapWords(sentence, width - 2).map((line) => `  ${line}`),
  ];
}

function orderText({ at, order }: ReorderedBinding): string {
  switch (order.kind) {
    case 'changes-not-seen':
      return `the model agrees without the changes of the last ${shownDuration(at - order.from)}, which the scheduler may not have seen`;
    case 'changes-and-bindings-not-seen':
      return `the model agrees without the changes and bindings of the last ${shownDuration(at - order.from)}`;
    case 'order-of-arrival':
      return 'the model agrees in the order in which the pods came, or came again';
    case 'later-bindings-first':
      return `the model agrees if bindings up to ${shownDuration(order.to - at)} later were decided about first`;
  }
}

function disagreementLines({ disagreements, bindings, refusals }: Verification, layout: Layout): string[] {
  const { width, dress, shown } = layout;
  const all = bindings.elsewhere + refusals.otherwise;
  if (all === 0) return [];
  const rows = disagreements.slice(0, shown).flatMap((each) => oneDisagreement(each, width));
  const more = all - Math.min(shown, disagreements.length);
  return [
    '',
    dress.title(`DISAGREEMENTS: ${formatNumber(all)}`),
    ...rows,
    ...(more > 0 ? [`… and ${counted(more, 'more disagreement')} (-o json lists the first thousand)`] : []),
  ];
}

function oneDisagreement(
  { at, namespace, pod, real, model, message, best }: Disagreement,
  width: number,
): string[] {
  const sentence = real
    ? `real: ${opinion(real)}; model: ${model ? `${opinion(model)}${best > 1 ? ` (${best} equal)` : ''}` : `no node: ${message ?? ''}`}`
    : `real: ${message ?? 'refused'}; model: ${model ? opinion(model) : 'no node'}`;
  return [
    `${shownDuration(at)}  ${truncateName(`${namespace}/${pod}`, LONGEST_NAME * 2)}`,
    ...wrapWords(sentence, width - 2).map((line) => `  ${line}`),
  ];
}

function opinion({ node, total, refusedBy, reasons = [] }: NodeOpinion): string {
  const name = truncateName(node, LONGEST_NAME);
  if (refusedBy !== undefined) return `${name}, which ${refusedBy} refuses (${reasons.join(', ')})`;
  return total === undefined ? name : `${name} ${formatNumber(total)}`;
}
