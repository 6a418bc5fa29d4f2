/** emit › helm › defines: named texts of a chart, each written once however often it is asked for. */

/** Named texts, each once. */
export class Defines {
  readonly #names = new Map<string, string>();
  readonly #bodies = new Map<string, string>();

  /** The name of a text: the first of the wishes that is free, or the one it was given before. */
  add(key: string, wishes: readonly string[], body: () => string): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const free = [...wishes, ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${wishes.at(-1) ?? ''}-${n}`)];
    const name =
      free.find((wish) => !this.#bodies.has(wish)) ?? `${key.length}-${this.#bodies.size}`;
    this.#names.set(key, name);
    this.#bodies.set(name, body());
    return name;
  }

  /** All of them as one text, in the order they were added. */
  text(define: (name: string, body: string) => string): string {
    return [...this.#bodies].map(([name, body]) => define(name, body)).join('\n');
  }
}
