/** Separates the pod of `explain` from the recording, in whichever order they are written: other verbs name the recording first. */
import { storageFor } from '../../storage/index.ts';

export interface PodAndRecording {
  readonly pod: string;
  readonly file: string;
}

/** The order is the other one only where the first word is a file, or standard input, and the second one is not. */
export async function podAndRecording(first: string, second: string): Promise<PodAndRecording> {
  const isSwapped = (await isRecording(first)) && !(await isRecording(second));
  return isSwapped ? { pod: second, file: first } : { pod: first, file: second };
}

async function isRecording(word: string): Promise<boolean> {
  return word === '-' || /\.jsonl(\.gz)?$/.test(word) || storageFor(word).exists(word);
}
