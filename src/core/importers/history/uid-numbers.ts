/** Replaces uids that are made from names by numbers: objects stay distinct in the recording, and no name gets into it. */
import { isUidByName } from '../objects/cluster-objects.ts';

export interface UidNumbers {
  /** The object with a number as its uid, if its uid is made from its name. */
  of<Item extends { readonly metadata: { readonly uid: string } }>(object: Item): Item;
  uid(uid: string): string;
  /** Gives the number a last time and forgets it: the object is gone. */
  take(uid: string): string;
}

export function createUidNumbers(): UidNumbers {
  const numbers = new Map<string, string>();
  let count = 0;

  function numberOf(uid: string): string {
    if (!isUidByName(uid)) return uid;
    let number = numbers.get(uid);
    if (number === undefined) {
      count += 1;
      number = `i${count}`;
      numbers.set(uid, number);
    }
    return number;
  }

  return {
    uid: numberOf,
    of(object) {
      const { uid } = object.metadata;
      return isUidByName(uid) ? { ...object, metadata: { ...object.metadata, uid: numberOf(uid) } } : object;
    },
    take(uid) {
      const number = numberOf(uid);
      numbers.delete(uid);
      return number;
    },
  };
}
