// What holds for every volume.
import { describe, expect, test } from 'vitest';
import {
  configMapRef,
  fieldRef,
  secretRef,
  serviceAccountToken,
} from '../../lib/model/spec/values.ts';
import {
  VOLUME_EXAMPLES,
  claim,
  ephemeral,
  existingClaim,
  perPod,
  projected,
} from '../../lib/volumes/index.ts';
import { readmesAreTrue, variantsKeepTheirContract } from '../support/variant-contract.ts';

variantsKeepTheirContract(VOLUME_EXAMPLES);
readmesAreTrue([
  { folder: 'volumes/claim', example: claim({ size: '1Gi' }), scope: { claim } },
  {
    folder: 'volumes/existing-claim',
    example: existingClaim({ name: 'x', accessMode: 'ReadWriteMany' }),
    scope: { existingClaim },
  },
  { folder: 'volumes/per-pod', example: perPod({ size: '1Gi' }), scope: { perPod } },
  { folder: 'volumes/ephemeral', example: ephemeral({ size: '1Gi' }), scope: { ephemeral } },
  {
    folder: 'volumes/projected',
    example: projected({ files: { x: fieldRef('metadata.name') } }),
    scope: { projected, configMapRef, secretRef, serviceAccountToken, fieldRef },
  },
]);

describe.each(VOLUME_EXAMPLES.map((volume, index) => [`${volume.kind} ${index}`, volume] as const))(
  'the facts of %s',
  (_, volume) => {
    test('are plain data, the same each time, whoever asks', () => {
      const input = { name: 'data', objectName: 'shop-data' };
      const facts = volume.facts(input);
      expect(structuredClone(facts)).toEqual(facts);
      expect(volume.facts(input)).toEqual(facts);
      expect(facts.title).not.toBe('');
    });
  },
);

describe('options are refused', () => {
  const problems = (volume: { check(): readonly { readonly path: string }[] }) =>
    volume.check().map(({ path }) => path);
  test.each(['0', '-1Gi', 'many', ''])('of a claim of size %j', (size) => {
    expect(problems(claim({ size }))).toEqual(['size']);
  });
  test('of a class that no object can be called', () => {
    expect(problems(claim({ size: '1Gi', storageClass: 'Fast Disks' }))).toEqual(['storageClass']);
    expect(problems(claim({ size: '1Gi', storageClass: '' }))).toEqual([]);
  });
  test('of a token that is renewed before it is made', () => {
    const short = serviceAccountToken({ audience: 'vault', expiration: '5m' });
    expect(problems(projected({ files: { token: short } }))).toEqual(['files.token.expiration']);
  });
  test.each(['/token', '../token', 'a/../b', ''])('of a file at %j', (path) => {
    expect(problems(projected({ files: { [path]: fieldRef('metadata.name') } }))).not.toEqual([]);
  });
  test('of a field that only variables can hold', () => {
    expect(problems(projected({ files: { ip: fieldRef('status.podIP') } }))).not.toEqual([]);
    const label = fieldRef("metadata.labels['app']");
    expect(problems(projected({ files: { label } }))).toEqual([]);
  });
  test('of a file that is a directory too, and of none at all', () => {
    const files = { tls: secretRef('a', 'b'), 'tls/key': secretRef('a', 'c') };
    expect(problems(projected({ files }))).toEqual(['files.tls']);
    expect(problems(projected({ files: {} }))).toEqual(['files']);
  });
});
