/** Holds the next steps that several errors share, so that one fault of an input always has the same advice. */

export const CORRECT_YAML = 'correct it: indent with spaces, and quote a text that holds ": " or " #"';
export const CORRECT_LINE = 'correct or remove this line, or write the file again';
export const OTHER_FILE = 'give the file that was meant, or write it again';
export const CORRECT_OBJECT = 'correct it in the file, or read the object again with kubectl get -o yaml';
