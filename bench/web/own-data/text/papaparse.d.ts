/** What is used of the parser. */
declare module 'papaparse' {
  interface Results {
    readonly data: string[][];
    /** `row` counts the rows of `data`; `index` is of the character that the field begins with. */
    readonly errors: readonly { readonly code: string; readonly row: number; readonly index: number }[];
    /** `cursor` is the index of the character behind the last whole row. */
    readonly meta: { readonly cursor: number };
  }

  class Parser {
    constructor(options: {
      readonly delimiter: string;
      readonly newline: '\n' | '\r';
      readonly comments: string | false;
      readonly preview?: number;
    });
    parse(text: string, baseIndex: number, ignoreLastRow: boolean): Results;
  }

  const Papa: { readonly Parser: typeof Parser };
  export default Papa;
}
