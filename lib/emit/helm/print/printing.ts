/** emit › helm › contract of printing: what the printer knows, and what it asks of the collection of helpers. */

import type { NamedEntry, Template, Text } from '../tree/template.ts';
import type { Scope } from './code.ts';
import type { IsPlain } from './scalar.ts';

/** What printing needs to know. */
export interface Printing {
  readonly scope: Scope;
  readonly isPlain: IsPlain;
  readonly helpers: Helpers;
  /** Id of the object and keys down to the place; names of helpers are made of them. */
  readonly place: readonly string[];
}

/** What the printer asks for; whatever was asked for ends up in the chart. */
export interface Helpers {
  /** Code of a text with alternatives that stands in several places. */
  readonly sharedScalar: (choice: Template, printing: Printing) => string | undefined;
  /** Name of the helper with the text of a file, if the text can be a block of YAML. */
  readonly file: (text: Text, printing: Printing) => string | undefined;
  /** Name of the helper with a container's own variables. */
  readonly entries: (entries: readonly NamedEntry[], printing: Printing) => string;
}
