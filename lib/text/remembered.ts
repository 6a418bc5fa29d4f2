/** Layer 0: answers that are asked for again and again, given from memory. */

/**
 * The same function, which works an answer out once: many services say the same, and what one says is read in its plan, in its objects
 * and in every process. The function must be pure, and nobody may change what it gave.
 * @param most of so many texts, 1,000 unless told; then all are forgotten, so that memory stays bounded
 */
export function remembered<Answer>(
  answer: (text: string) => Answer,
  most = 1000,
): (text: string) => Answer {
  const known = new Map<string, { readonly given: Answer }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.given;
    const given = answer(text);
    if (known.size >= most) known.clear();
    known.set(text, { given });
    return given;
  };
}

/** The same function of an object, which works an answer out once for each: what is read in an object stays with it. */
export function rememberedOf<Key extends object, Answer>(
  answer: (key: Key) => Answer,
): (key: Key) => Answer {
  const known = new WeakMap<Key, { readonly given: Answer }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.given;
    const given = answer(key);
    known.set(key, { given });
    return given;
  };
}
