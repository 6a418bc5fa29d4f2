/**
 * Layer 0: how single values are spelled in YAML so that every reader gets the same value back: YAML 1.1 (PyYAML),
 * 1.2 core, npm `yaml`, js-yaml and Go's sigs.k8s.io/yaml (kubectl, Helm, Argo CD, Flux). yaml.ts arranges them.
 */

/** Words that some reader takes for a boolean or null, compared in lower case. */
const RESERVED = new Set(['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);
const LONGEST_RESERVED = 5;

/**
 * What may stand unquoted: begins with a letter, `_` or `/`, so it is no number, date, merge key or indicator in any
 * version; inside, blanks only between two such characters and colons only before one.
 */
const PLAIN = /^[A-Za-z_/][\w./@%+=,&?!$*~^()<>;-]*(?:[ :][\w./@%+=,&?!$*~^()<>;-]+)*$/;
/** npm `yaml` 2 in its 1.1 mode reads these as NaN, though they are no numbers. */
const EXPONENT_ALONE = /^[._]*[eE][-+]?\d+$/;
/** Quantities and times, which nobody reads as numbers: `250m`, `512Mi`, `30s`, `25%`. */
const AMOUNT = /^\d+(?:m|k|M|G|[KMGTPE]i|s|h|ms|%)$/;

/** Valid in JSON text, but not printable or taken as line ends or marks by some YAML readers. */
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** What a literal block can hold exactly: printable characters, tabs and line feeds. */
const PRINTABLE =
  /^[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\u{10000}-\u{10ffff}\ue000-\ufefe\uff00-\ufffd]*$/u;
/** Begins with blank space (the indentation would be guessed wrongly), or has lines of nothing but blanks. */
const BLANK_TROUBLE = /^[ \t\n]|\n[ \t]+(?:\n|$)/;
/** A line feed before a line that has content; empty lines are not indented. */
const LINE_START = /\n(?=[^\n])/g;

/**
 * Spells a string: plain where every reader agrees that it is a string, a literal block for lines of text, else quoted.
 * @param line a line feed and the indentation for the lines of a block
 * @throws RangeError for a lone surrogate, which no UTF-8 file can hold
 */
export function yamlString(text: string, line: string): string {
  if (isPlain(text)) return text;
  if (text.includes('\n') && !BLANK_TROUBLE.test(text) && PRINTABLE.test(text)) {
    return literalBlock(text, line);
  }
  return quoted(text);
}

/** Spells the key of a mapping, on one line. @throws RangeError as yamlString */
export function yamlKey(text: string): string {
  return isPlain(text) ? text : quoted(text);
}

/** Spells a number; YAML 1.1 asks for a point before an exponent. @throws RangeError for NaN and infinities */
export function yamlNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a number that JSON can hold`);
  const text = JSON.stringify(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

function isPlain(text: string): boolean {
  if (!PLAIN.test(text)) return AMOUNT.test(text);
  if (text.length <= LONGEST_RESERVED && RESERVED.has(text.toLowerCase())) return false;
  return !EXPONENT_ALONE.test(text);
}

function literalBlock(text: string, line: string): string {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const chomping = body === text ? '|-' : body.endsWith('\n') ? '|+' : '|';
  return chomping + line + body.replace(LINE_START, line);
}

function quoted(text: string): string {
  if (!text.isWellFormed()) {
    throw new RangeError(
      `${JSON.stringify(text)} has half of a surrogate pair, which cannot be written as UTF-8`,
    );
  }
  return JSON.stringify(text).replace(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
