/** release › edit: puts entries into the text of a release file; every byte beside them stays, and so do comments in them. */

import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { Releases } from '../model/release.ts';
import { yamlLibrary } from '../text/yaml-library.ts';
import { RELEASE_VERSION } from './release-shape.ts';

/** The text of a new file. */
export function newReleases(environment: string, entries: Releases): string {
  const { Document } = yamlLibrary();
  const document = new Document({ version: RELEASE_VERSION, services: entries });
  document.commentBefore = ` What is released in ${environment}. \`slipway release\` changes it; comments and order stay.`;
  return document.toString({ lineWidth: 0 });
}

/** The text with another entry of one service; `document` is what was read from it, and is used up. */
export function editReleases(
  text: string,
  document: Document,
  service: string,
  entry: Releases[string],
): string {
  const { isMap, isNode, isScalar } = yamlLibrary();
  const services = document.get('services', true);
  if (!isMap(services)) return text;
  const pair = services.items.find(({ key }) => isScalar(key) && key.value === service);
  const added = pair === undefined;
  const place = added ? placeAfter(services) : placeOf(pair);
  const changed = pair ?? document.createPair(service, undefined);
  changed.value = fitted(document, isNode(changed.value) ? changed.value : undefined, entry);
  if (services.flow === true || place === undefined) {
    if (added) services.items.push(changed);
    return document.toString({ lineWidth: 0 });
  }
  const column = place.start - (text.lastIndexOf('\n', place.start - 1) + 1);
  const end = endOfLine(text, place.end);
  const written = textOf(changed, text).replaceAll('\n', `\n${' '.repeat(column)}`);
  return added
    ? `${text.slice(0, end)}\n${' '.repeat(column)}${written}${text.slice(end)}`
    : `${text.slice(0, place.start)}${written}${text.slice(end)}`;
}

/** A pair as a document of its own, in the style of the file. */
function textOf(pair: Pair, text: string): string {
  const { Document, isNode, YAMLMap } = yamlLibrary();
  // What stands before the key is not replaced.
  if (isNode(pair.key)) {
    delete pair.key.commentBefore;
    delete pair.key.spaceBefore;
  }
  const map = new YAMLMap();
  map.items.push(pair);
  const document = new Document();
  document.contents = map;
  const style = {
    lineWidth: 0,
    indent: /^( +)\S/m.exec(text)?.[1]?.length ?? 2,
    indentSeq: !/^( *)[\w"'.-]+:[^\S\n]*\n\1- /m.test(text),
  };
  return document.toString(style).trimEnd();
}

/** From the key to the end of the last thing below it, by the places in the text that was read. */
function placeOf({
  key,
  value,
}: Pair): { readonly start: number; readonly end: number } | undefined {
  const start = yamlLibrary().isNode(key) ? key.range?.[0] : undefined;
  const end = Math.max(-1, ...endsBelow(value));
  return start === undefined || end < 0 ? undefined : { start, end };
}

function placeAfter(
  services: YAMLMap,
): { readonly start: number; readonly end: number } | undefined {
  const last = services.items.at(-1);
  return last === undefined ? undefined : placeOf(last);
}

/** Block collections end anywhere after their last item; scalars and flow collections say where they end. */
function endsBelow(value: unknown): readonly number[] {
  const { isCollection, isNode, isPair } = yamlLibrary();
  if (isPair(value)) return [value.key, value.value].flatMap(endsBelow);
  if (isCollection(value) && value.flow !== true) return value.items.flatMap(endsBelow);
  return isNode(value) && value.range !== null && value.range !== undefined ? [value.range[1]] : [];
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

/** The node with another value: it is changed where that is possible, because comments hang on it. */
function fitted(document: Document, node: Node | undefined, value: unknown): Node {
  const { isMap, isNode, isScalar, isSeq } = yamlLibrary();
  if (isRecord(value) && isMap(node)) {
    for (const key of node.items.map((pair) => String(pair.key))) {
      if (value[key] === undefined) node.delete(key);
    }
    for (const [key, member] of Object.entries(value)) {
      const found: unknown = node.get(key, true);
      node.set(key, fitted(document, isNode(found) ? found : undefined, member));
    }
    return node;
  }
  if (Array.isArray(value) && isSeq(node)) {
    const old = node.items.filter(isNode);
    node.items = value.map((item) => {
      const same = old.find((candidate) => isSameEntry(document, candidate, item));
      return fitted(document, same, item);
    });
    return node;
  }
  if (isScalar(node) && (typeof value !== 'object' || value === null)) {
    node.value = value;
    return node;
  }
  return document.createNode(value);
}

/** Whether an item of a history is about the same image, so that its comment moves along with it. */
function isSameEntry(document: Document, node: Node, item: unknown): boolean {
  const old: unknown = node.toJS(document);
  return (
    isRecord(old) &&
    isRecord(item) &&
    old['tag'] === item['tag'] &&
    old['digest'] === item['digest']
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
