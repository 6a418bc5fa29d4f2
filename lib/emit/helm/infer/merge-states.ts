/** emit › helm › merging of states: one template from those of several states, with conditions around what differs. */

import { isRecord } from '../../../kubernetes/is-manifest.ts';
import { all, any, type Condition } from '../tree/condition.ts';
import { plainText } from '../tree/plain-text.ts';
import type {
  Case,
  Item,
  Layer,
  Member,
  NamedEntry,
  ObjectTemplate,
  Template,
} from '../tree/template.ts';
import { keyOf } from '../tree/values.ts';
import { IDENTIFYING, identityOf, mergedOrder } from './branch.ts';
import type { States } from './states.ts';

/** Something, and the states in which it applies. */
interface InStates<T> {
  readonly states: readonly number[];
  readonly value: T;
}

/** The objects of all states as one list, each there when its states are. */
export function mergeObjects(
  byState: readonly (readonly ObjectTemplate[])[],
  states: States,
): readonly ObjectTemplate[] {
  const every = byState.map((_, state) => state);
  const ids = mergedOrder(byState.map((objects) => objects.map(({ id }) => id)));
  return ids.map((id) => {
    const cases = byState.flatMap((objects, state) => {
      const value = objects.find((object) => object.id === id);
      return value === undefined ? [] : [{ states: [state], value }];
    });
    const template = merge(
      cases.map((each) => ({ states: each.states, value: each.value.template })),
      states,
    );
    return { id, template, ...whenOf(cases, every, states) };
  });
}

/** One template that is, in each state, the template of that state. */
function merge(cases: readonly InStates<Template>[], states: States): Template {
  const groups = groupsOf(cases);
  const [first] = groups;
  if (first === undefined) return { kind: 'literal', value: null };
  if (groups.length === 1) return first.value;
  return (
    mergedMaps(groups, states) ??
    mergedLists(groups, states) ??
    mergedLayers(groups, states) ??
    placed(groups, states) ??
    choice(groups, states)
  );
}

/** Templates that are the same are one, in the states of all. */
function groupsOf(cases: readonly InStates<Template>[]): readonly InStates<Template>[] {
  return [...Map.groupBy(cases, ({ value }) => JSON.stringify(value)).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ states: same.flatMap((each) => each.states), value: first.value }];
  });
}

function mergedMaps(cases: readonly InStates<Template>[], states: States): Template | undefined {
  const members = aligned(cases, membersOf, {
    identity: ({ key, each }) => JSON.stringify([key, each ?? null]),
    rebuilt: ({ key, each }, value, when): Member => ({
      key,
      value,
      ...(each === undefined ? {} : { each }),
      ...when,
    }),
    states,
  });
  return members === undefined ? undefined : { kind: 'map', members };
}

function mergedLists(cases: readonly InStates<Template>[], states: States): Template | undefined {
  const lists = cases.map(({ value }) => itemsOf(value) ?? []);
  const [first = []] = lists;
  const names = lists.map((list) => list.map(identityOfItem).join('\n'));
  // Lists of the same length whose items have no names of their own are the same item by item.
  const byPlace =
    new Set(names).size > 1 &&
    lists.every((list) => list.length === first.length && list.every((item) => !isNamed(item)));
  const items = aligned(cases, itemsOf, {
    identity: byPlace ? (item) => placeIn(lists, item) : identityOfItem,
    rebuilt: ({ each }, value, when): Item => ({
      value,
      ...(each === undefined ? {} : { each }),
      ...when,
    }),
    states,
  });
  return items === undefined ? undefined : { kind: 'list', items };
}

/** Named items of the same layers, entry by entry. */
function mergedLayers(cases: readonly InStates<Template>[], states: States): Template | undefined {
  const layers = cases.flatMap((each) =>
    each.value.kind === 'byName' ? [{ states: each.states, value: each.value.layers }] : [],
  );
  const [first] = layers;
  const shape = (each: readonly Layer[]): string =>
    JSON.stringify(each.map((layer) => (layer.kind === 'own' ? layer.kind : layer.path)));
  if (first === undefined || layers.length < cases.length) return undefined;
  if (layers.some(({ value }) => shape(value) !== shape(first.value))) return undefined;
  return {
    kind: 'byName',
    layers: first.value.map((layer, index): Layer => {
      if (layer.kind === 'values') return layer;
      const rows = layers.map(({ states: own, value }) => {
        const at = value[index];
        return { states: own, value: at?.kind === 'own' ? at.entries : [] };
      });
      return { kind: 'own', entries: mergedEntries(rows, states) };
    }),
  };
}

function mergedEntries(
  cases: readonly InStates<readonly NamedEntry[]>[],
  states: States,
): readonly NamedEntry[] {
  const possible = cases.flatMap((each) => each.states);
  const names = mergedOrder(cases.map(({ value }) => value.map(({ name }) => name)));
  return names.map((name): NamedEntry => {
    const found = cases.flatMap(({ states: own, value }) =>
      value.filter((entry) => entry.name === name).map((entry) => ({ states: own, value: entry })),
    );
    const rest = merge(
      found.map((each) => ({ states: each.states, value: each.value.rest })),
      states,
    );
    return { name, rest, ...whenOf(found, possible, states) };
  });
}

/** Parts that are the same thing in several states, in an order that is right in each; undefined where there is none. */
function aligned<Part extends { readonly value: Template; readonly when?: Condition }>(
  cases: readonly InStates<Template>[],
  partsOf: (template: Template) => readonly Part[] | undefined,
  how: {
    readonly identity: (part: Part) => string;
    readonly rebuilt: (part: Part, value: Template, when: When) => Part;
    readonly states: States;
  },
): readonly Part[] | undefined {
  const rows = cases.flatMap(({ states, value }) => {
    const parts = partsOf(value);
    return parts === undefined ? [] : [{ states, value: parts }];
  });
  if (rows.length < cases.length) return undefined;
  const sequences = rows.map(({ value }) => value.map(how.identity));
  const order = mergedOrder(sequences);
  const isInOrder = sequences.every(
    (sequence) =>
      new Set(sequence).size === sequence.length &&
      order.filter((each) => sequence.includes(each)).join('\n') === sequence.join('\n'),
  );
  if (!isInOrder) return undefined;
  const possible = rows.flatMap((row) => row.states);
  return order.flatMap((wanted) => {
    const found = rows.flatMap(({ states, value }) =>
      value
        .filter((part) => how.identity(part) === wanted)
        .map((part) => ({ states, value: part })),
    );
    const [first] = found;
    if (first === undefined) return [];
    const value = merge(
      found.map((each) => ({ states: each.states, value: each.value.value })),
      how.states,
    );
    return [how.rebuilt(first.value, value, whenOf(found, possible, how.states))];
  });
}

/** When a part is there, as a member to be spread; nothing where it always is. */
interface When {
  readonly when?: Condition;
}

/** When something is there: in its states, and under its own condition in each. */
function whenOf(
  found: readonly InStates<{ readonly when?: Condition }>[],
  possible: readonly number[],
  states: States,
): When {
  const groups = [
    ...Map.groupBy(found, ({ value }) => JSON.stringify(value.when ?? null)).values(),
  ];
  const alternatives = groups.map((group) => {
    const own = group[0]?.value.when;
    const asked = states.condition(
      group.flatMap((each) => each.states),
      possible,
    );
    return all([asked, own].filter((part) => part !== undefined));
  });
  const [plain, other, ...more] = groups.toSorted(
    (a, b) => Number(a[0]?.value.when !== undefined) - Number(b[0]?.value.when !== undefined),
  );
  const isEverywhere = found.flatMap((each) => each.states).length === possible.length;
  const open = plain?.[0]?.value.when === undefined ? plain : undefined;
  const asks = other?.[0]?.value.when;
  if (isEverywhere && open !== undefined && asks !== undefined && more.length === 0) {
    const within = states.condition(
      open.flatMap((each) => each.states),
      possible,
    );
    return within === undefined ? {} : { when: any([within, asks]) };
  }
  // No question at all is an `all` of nothing.
  const isAlways = alternatives.some((each) => each.kind === 'all' && each.of.length === 0);
  return isAlways || alternatives.length === 0 ? {} : { when: any(alternatives) };
}

/** The value of an enumerated parameter itself, such as the slot that serves. */
function placed(cases: readonly InStates<Template>[], states: States): Template | undefined {
  const texts = cases.flatMap(({ states: own, value }) =>
    own.map((state) => ({
      state,
      text: value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined,
    })),
  );
  const found = states.parameters.find(
    ({ path, domain }) =>
      domain.kind === 'choice' &&
      texts.every(({ state, text }) => text === states.all[state]?.get(keyOf(path))),
  );
  return found === undefined
    ? undefined
    : { kind: 'text', text: [{ kind: 'value', path: found.path }] };
}

/** Alternatives by state, the one that is hardest to ask for left for the last. */
function choice(cases: readonly InStates<Template>[], states: States): Template {
  const possible = cases.flatMap((each) => each.states);
  const asked = cases
    .flatMap(({ states: own, value }): readonly Case[] => {
      const when = states.condition(own, possible);
      return when === undefined ? [] : [{ when, then: value }];
    })
    .toSorted((a, b) => JSON.stringify(a.when).length - JSON.stringify(b.when).length);
  const last = asked.at(-1);
  if (last === undefined) throw new Error('states that differ cannot be told apart');
  return { kind: 'choice', cases: asked.slice(0, -1), otherwise: last.then };
}

function membersOf(template: Template): readonly Member[] | undefined {
  if (template.kind === 'map') return template.members;
  if (template.kind !== 'literal' || !isRecord(template.value)) return undefined;
  const entries = Object.entries(template.value);
  // An empty map has no lines of its own; what has members must stay apart from it.
  return entries.length === 0
    ? undefined
    : entries.map(([key, value]) => ({ key: [key], value: { kind: 'literal', value } }));
}

function itemsOf(template: Template): readonly Item[] | undefined {
  if (template.kind === 'list') return template.items;
  if (template.kind !== 'literal' || !Array.isArray(template.value)) return undefined;
  return template.value.length === 0
    ? undefined
    : template.value.map((value: unknown) => ({ value: { kind: 'literal', value } }));
}

function isNamed(item: Item): boolean {
  return item.each !== undefined || /^(?:each|[a-zA-Z]+):/.test(identityOfItem(item));
}

function placeIn(lists: readonly (readonly Item[])[], item: Item): string {
  return String(lists.find((list) => list.includes(item))?.indexOf(item));
}

/** What tells an item from its neighbours in every state. */
function identityOfItem({ value, each }: Item): string {
  if (each !== undefined) return `each:${keyOf(each)}`;
  if (value.kind === 'literal') return identityOf(value.value);
  if (value.kind !== 'map') return JSON.stringify(value);
  for (const key of IDENTIFYING) {
    const member = value.members.find((each) => plainText(each.key) === key);
    if (member?.value.kind === 'literal') return `${key}:${String(member.value.value)}`;
    if (member?.value.kind === 'text') return `${key}:${JSON.stringify(member.value.text)}`;
  }
  return JSON.stringify(value);
}
