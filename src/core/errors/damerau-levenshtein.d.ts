/** Declares the types of the package damerau-levenshtein, which has none. */
declare module 'damerau-levenshtein' {
  /** Counts the insertions, deletions, replacements and swaps of neighbours between two texts. Inexact above 4. */
  function damerauLevenshtein(one: string, other: string): { readonly steps: number };
  export = damerauLevenshtein;
}
