/** emit › helm › template tree: what an object looks like as a function of the chart's values; evaluated in TypeScript and printed for Helm. */

import type { Condition } from './condition.ts';
import type { ValuePath } from './value-path.ts';

export type { ValuePath } from './value-path.ts';

/** What the release decides rather than the values. */
export type Builtin = 'fullname' | 'name' | 'instance' | 'namespace';

/** Something that becomes text or a number when the chart is rendered. */
export type Expression =
  | { readonly kind: 'value'; readonly path: ValuePath }
  /** A whole number. */
  | { readonly kind: 'integer'; readonly path: ValuePath }
  /** Half of the most, rounded up, at least the fewest: pods that are kept warm around a switch. */
  | { readonly kind: 'half'; readonly of: ValuePath; readonly least: ValuePath }
  /** A number, at least so much: pods that are kept warm by the author's wish. */
  | { readonly kind: 'noLess'; readonly of: ValuePath; readonly than: number }
  /** A share of a number in percent, rounded up, at least 1: pods for a part of the requests. */
  | { readonly kind: 'share'; readonly of: ValuePath; readonly percent: number }
  | { readonly kind: 'builtin'; readonly name: Builtin }
  /** A quantity in its canonical form; the first of the values that is filled. */
  | { readonly kind: 'amount'; readonly of: 'cpu' | 'memory'; readonly paths: readonly ValuePath[] }
  /** Whole cores, rounded up, at least so many: the workers of a server. */
  | {
      readonly kind: 'cores';
      readonly paths: readonly ValuePath[];
      readonly least: number;
      /** So many of something for each. */
      readonly times: number;
      /** Written as an amount of memory in canonical form: so many Mi for each. */
      readonly asMemory?: true;
    }
  /** Key and value of the map, or the item of the list, that is being repeated. */
  | { readonly kind: 'key' }
  | { readonly kind: 'item' }
  /** Checksum of the texts of ConfigMaps, by the ids of these objects. */
  | { readonly kind: 'checksum'; readonly configMaps: readonly string[] };

/** Text with gaps. */
export type Text = readonly (string | Expression)[];

/** Plain data with gaps, alternatives and repetitions. */
export type Template =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'number'; readonly expression: Expression }
  /** The value itself: a map of texts, or data in the API's own shape. */
  | {
      readonly kind: 'whole';
      readonly path: ValuePath;
      readonly of: 'texts' | 'object' | 'array';
    }
  | { readonly kind: 'map'; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'byName'; readonly layers: readonly Layer[] }
  | {
      readonly kind: 'choice';
      readonly cases: readonly Case[];
      readonly otherwise: Template;
    };

/** One alternative. */
export interface Case {
  readonly when: Condition;
  readonly then: Template;
}

/** A member of a map, or one for each entry of a map among the values. */
export interface Member {
  readonly key: Text;
  readonly value: Template;
  readonly when?: Condition;
  readonly each?: ValuePath;
}

/** An item of a list, or one for each entry of a value. */
export interface Item {
  readonly value: Template;
  readonly when?: Condition;
  readonly each?: ValuePath;
}

/** Named items in byte order of their names; later layers replace earlier ones: the variables of a container. */
export type Layer =
  | { readonly kind: 'own'; readonly entries: readonly NamedEntry[] }
  | { readonly kind: 'values'; readonly path: ValuePath };

/** One named item: the members beside its name. */
export interface NamedEntry {
  readonly name: string;
  readonly rest: Template;
  readonly when?: Condition;
}

/** An object of the chart. */
export interface ObjectTemplate {
  /** Id of the object, e.g. `web/deployment`, or `raw/configmap/extra` for one of the user's own. */
  readonly id: string;
  readonly template: Template;
  readonly when?: Condition;
}
