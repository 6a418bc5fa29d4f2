/** kubernetes › ids: what the id of an object is under another name of the service. */

/** Ids of policies and of further routes end in the name of their object; the first part never does. */
export function renamedId(id: string, from: string, to: string): string {
  return id
    .split('/')
    .map((part, index) =>
      index > 0 && (part === from || part.startsWith([from, '-'].join('')))
        ? [to, part.slice(from.length)].join('')
        : part,
    )
    .join('/');
}
