/** Numbers in place of uids that a source does not tell, so that a recording tells apart what the names told apart, without the names. */
import { isUidByName } from '../objects/cluster-objects.ts';

export interface UidNumbers {
  /** The object with a number for its uid, if it has none of its own. */
  of<Item extends { readonly metadata: { readonly uid: string } }>(object: Item): Item;
  uid(uid: string): string;
  /** The same, for the last time: the object is gone. */
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
