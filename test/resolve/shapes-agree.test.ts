// Types are written for readers and shapes for checking; the compiler says here when one of them has a key more.
import { expectTypeOf, it } from 'vitest';
import type * as v from 'valibot';
import type { gatewayShape, GatewayOptions } from '../../lib/exposures/gateway/options.ts';
import type { internalShape, InternalOptions } from '../../lib/exposures/internal/options.ts';
import type {
  nginxIngressShape,
  NginxIngressOptions,
} from '../../lib/exposures/nginx-ingress/options.ts';
import type { ImageSpec } from '../../lib/model/spec/image-spec.ts';
import type {
  EgressSpec,
  PlacementSpec,
  ResourcesSpec,
  WebSpec,
  WorkerSpec,
} from '../../lib/model/spec/process-spec.ts';
import type { CronSpec, MigrateSpec, TaskSpec } from '../../lib/model/spec/run-to-end-spec.ts';
import type { ServiceSpec } from '../../lib/model/spec/service-spec.ts';
import type {
  cronShape,
  migrateShape,
  taskShape,
  webShape,
  workerShape,
} from '../../lib/resolve/shape/process-shape.ts';
import type {
  egressShape,
  imageShape,
  placementShape,
  resourcesShape,
} from '../../lib/resolve/shape/value-shapes.ts';
import type { serviceShape } from '../../lib/resolve/shape/service-shape.ts';
import type { blueGreenShape, BlueGreenOptions } from '../../lib/rollouts/blue-green/options.ts';
import type { rollingShape, RollingOptions } from '../../lib/rollouts/rolling-update.ts';
import type { gunicornShape, GunicornOptions } from '../../lib/servers/gunicorn/options.ts';
import type { httpShape, HttpOptions } from '../../lib/servers/http/options.ts';

type KeysOf<Shape extends v.GenericSchema> = keyof v.InferInput<Shape>;

it('a description and its parts have the keys of their shapes', () => {
  expectTypeOf<KeysOf<typeof serviceShape>>().toEqualTypeOf<keyof ServiceSpec>();
  expectTypeOf<KeysOf<typeof imageShape>>().toEqualTypeOf<keyof ImageSpec>();
  expectTypeOf<KeysOf<typeof webShape>>().toEqualTypeOf<keyof WebSpec>();
  expectTypeOf<KeysOf<typeof workerShape>>().toEqualTypeOf<keyof WorkerSpec>();
  expectTypeOf<KeysOf<typeof taskShape>>().toEqualTypeOf<keyof TaskSpec>();
  expectTypeOf<KeysOf<typeof cronShape>>().toEqualTypeOf<keyof CronSpec>();
  expectTypeOf<KeysOf<typeof migrateShape>>().toEqualTypeOf<keyof MigrateSpec>();
  expectTypeOf<KeysOf<typeof resourcesShape>>().toEqualTypeOf<keyof ResourcesSpec>();
  expectTypeOf<KeysOf<typeof placementShape>>().toEqualTypeOf<keyof PlacementSpec>();
  expectTypeOf<KeysOf<typeof egressShape>>().toEqualTypeOf<keyof EgressSpec>();
});

it('the options of every variant have the keys of their shapes', () => {
  expectTypeOf<KeysOf<typeof gunicornShape>>().toEqualTypeOf<keyof GunicornOptions>();
  expectTypeOf<KeysOf<typeof httpShape>>().toEqualTypeOf<keyof HttpOptions>();
  expectTypeOf<KeysOf<typeof nginxIngressShape>>().toEqualTypeOf<keyof NginxIngressOptions>();
  expectTypeOf<KeysOf<typeof gatewayShape>>().toEqualTypeOf<keyof GatewayOptions>();
  expectTypeOf<KeysOf<typeof internalShape>>().toEqualTypeOf<keyof InternalOptions>();
  expectTypeOf<KeysOf<typeof rollingShape>>().toEqualTypeOf<keyof RollingOptions>();
  expectTypeOf<KeysOf<typeof blueGreenShape>>().toEqualTypeOf<keyof BlueGreenOptions>();
});
