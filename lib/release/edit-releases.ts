/** release › edit: puts entries into the text of a release file; comments, order and everything else in it stay. */

import { Document, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Releases } from '../model/release.ts';
import { RELEASE_VERSION } from './release-shape.ts';

/** A new document for an environment. */
export function newReleases(environment: string): Document {
  const document = new Document({ version: RELEASE_VERSION, services: {} });
  document.commentBefore = ` What is released in ${environment}. \`slipway release\` changes it; comments and order stay.`;
  return document;
}

/** The text of a document with these entries; entries that are not named stay as they are. */
export function editReleases(document: Document, entries: Releases, before = ''): string {
  const services = document.get('services', true);
  for (const [name, entry] of Object.entries(entries)) {
    if (isMap(services)) setMember(document, services, name, entry);
  }
  if (isMap(services)) services.flow = false;
  return document.toString({
    lineWidth: 0,
    indent: indentOf(before),
    // Lists at the indentation of their key stay there.
    indentSeq: !/^( *)[\w"'.-]+:[^\S\n]*\n\1- /m.test(before),
  });
}

/** Spaces of one level, as the file has them. */
function indentOf(text: string): number {
  return /^( +)\S/m.exec(text)?.[1]?.length ?? 2;
}

function setMember(document: Document, map: YAMLMap, key: string, value: unknown): void {
  const found: unknown = map.get(key, true);
  map.set(key, fitted(document, isNode(found) ? found : undefined, value));
}

/** The node with another value: it is changed where that is possible, because comments hang on it. */
function fitted(document: Document, node: Node | undefined, value: unknown): Node {
  if (isRecord(value) && isMap(node)) {
    for (const key of node.items.map((pair) => String(pair.key))) {
      if (value[key] === undefined) node.delete(key);
    }
    for (const [key, member] of Object.entries(value)) setMember(document, node, key, member);
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
