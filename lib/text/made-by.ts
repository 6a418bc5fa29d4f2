/** Layer 0: the words by which a file says what made it, and by which a writer later recognises its own files. */

/** Stands in the first line of every file that can hold a comment. */
export const MADE_BY = 'Made by slipway';
