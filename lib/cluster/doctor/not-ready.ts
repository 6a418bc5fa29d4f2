/** cluster › doctor › readiness: whether an object of somebody else's is there, and its controller content with it. */

import { itemsAt, textAt } from '../../diff/read-manifest.ts';
import type { ObjectRef } from '../../deploy/object-ref.ts';
import type { Objects } from '../objects.ts';

/** What is wrong with the object; undefined when it is ready. `bringer` installs its kind. */
export async function notReady(
  objects: Objects,
  ref: ObjectRef,
  bringer: string,
): Promise<string | undefined> {
  const { apiVersion, kind, name } = ref;
  if (!(await objects.serves(apiVersion, kind))) return `${bringer} is not installed`;
  const live = await objects.get(ref);
  if (live === undefined) return `there is no ${kind} \`${name}\``;
  const ready = itemsAt(live, 'status', 'conditions').find(
    (condition) => textAt(condition, 'type') === 'Ready',
  );
  return textAt(ready, 'status') === 'True'
    ? undefined
    : `the ${kind} \`${name}\` is not ready: ${textAt(ready, 'message') ?? 'it says nothing'}`;
}
