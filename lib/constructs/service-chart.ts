/** constructs: a service in one environment as an ordinary cdk8s Chart; its plan is made here and its objects are placed in it. */

import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import { isManifest } from '../kubernetes/is-manifest.ts';
import { plannedObjects } from '../kubernetes/lower.ts';
import type { ManifestEntry } from '../kubernetes/manifest.ts';
import { renamedId } from '../kubernetes/renamed-id.ts';
import { applyOverrides, overriddenIds, overrideFindings } from '../kubernetes/overrides.ts';
import { dataOf } from '../kubernetes/seal.ts';
import type { Origin } from '../model/origin.ts';
import type { ServicePlan } from '../model/plan/service-plan.ts';
import { DEFAULT_ENVIRONMENT, environmentsOf, type Service } from '../model/service.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ServiceSpec } from '../model/spec/service-spec.ts';
import type { Caller } from '../resolve/calls.ts';
import { editionNumbers } from '../resolve/edition.ts';
import { diagnosticOf, resolve, type Resolved } from '../resolve/resolve.ts';
import { serviceSaying, specIn } from '../resolve/spec-in.ts';
import { PLAN_RULES } from '../rules/catalogue.ts';
import { checkPlan } from '../rules/engine.ts';
import { inputOf, inPreview } from './asked.ts';
import { beforeLooking } from './before-looking.ts';
import {
  checkObjects,
  errorMessages,
  renderedBelow,
  withoutNeedlessNamespace,
} from './final-objects.ts';
import { ManifestObject } from './manifest-object.ts';
import { neighbourhood } from './neighbours.ts';
import { patchedObjects } from './patched-objects.ts';
import { releasedService } from './released-service.ts';

/** Context by which slipway's App says that it checks final objects itself. */
export const CHECKED_BY_APP = 'slipway:checked-by-app';

/** Adds a chart to those of its app. */
const meet = neighbourhood<ServiceChart>();

/** What a chart is told beside the service. */
export interface ServiceChartProps {
  /** Default: the service's only environment. */
  readonly environment?: string;
  /** Id of the construct, and name of the file under cdk8s' own App. Default: `<service>-<environment>`. */
  readonly id?: string;
}

/**
 * A service in one environment. Objects are reached by id and take patches; raw constructs placed in it belong to the
 * service, in its namespace, in every output.
 * @example chart.object('web/deployment').addJsonPatch(JsonPatch.add('/spec/paused', true))
 */
export class ServiceChart extends Chart {
  readonly service: string;
  readonly environment: string;
  readonly #described: Service;
  #resolved: Resolved;
  readonly #objects = new Map<string, ManifestObject>();
  readonly #complaints: Diagnostic[] = [];
  readonly #callers: Caller[] = [];
  /** Somebody was let in since the description was resolved: thousands may come, and are counted in together. */
  #isBehind = false;
  #objectMessages: readonly string[] | undefined;

  /** Chart takes every chart for an instance of any of its subclasses. */
  static override [Symbol.hasInstance](value: unknown): value is ServiceChart {
    return typeof value === 'object' && value !== null && #resolved in value;
  }

  constructor(scope: Construct, service: Service, props: ServiceChartProps = {}) {
    const environment = props.environment ?? onlyEnvironment(service);
    const released = inPreview(releasedService(service, environment), environment);
    const resolved = resolve(released.service, environment, inputOf([], environment));
    super(
      scope,
      props.id ?? chartId(service.name, environment),
      resolved.plan === undefined ? {} : { namespace: resolved.plan.namespace.name },
    );
    this.service = service.name;
    this.environment = environment;
    this.#described = released.service;
    this.#resolved = resolved;
    this.#complaints.push(...released.diagnostics);
    if (resolved.plan !== undefined) this.#place(resolved.plan);
    this.#meetOthers();
    beforeLooking(this.node, () => this.#current());
    this.node.addValidation({
      validate: () => [...this.validationMessages(), ...this.#messagesAboutObjects()],
    });
  }

  /**
   * Everything that was decided. Ask after synthesis, or where the description is known to be right.
   * @throws Error with every complaint when the description has errors
   */
  get plan(): ServicePlan {
    const { plan } = this.#current();
    if (plan !== undefined) return plan;
    throw new Error(['There is no plan.', ...this.validationMessages()].join('\n'));
  }

  /** Environments of the description, of which an app may synthesise one at a time. @internal */
  get describedEnvironments(): readonly string[] {
    return environmentsOf(this.#described);
  }

  /** Editions the description could name. */
  get editions(): readonly number[] {
    return editionNumbers(this.#described.defaults.editions);
  }

  /** The plan, unless the description has errors. */
  get planIfAny(): ServicePlan | undefined {
    return this.#current().plan;
  }

  /** Where every value of the plan came from, by its path. */
  get origins(): ReadonlyMap<string, Origin> {
    return this.#current().origins;
  }

  /** Complaints about the description, the decisions that follow from it, and how the chart is used. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.#current().diagnostics, ...this.#complaints];
  }

  /** The errors as text, for those who validate constructs. */
  validationMessages(): readonly string[] {
    return errorMessages(this.diagnostics);
  }

  /** Ids of all objects made from the description, in the order they are written. */
  get objectIds(): readonly string[] {
    this.#current();
    return [...this.#objects.keys()];
  }

  /**
   * The object of an id, e.g. `web/deployment`, to be patched. An id that does not exist here is reported with all
   * others when the app is synthesised (SW5005); until then patches go to an object that is never written.
   */
  object(id: string): ApiObject {
    const { plan } = this.#current();
    const found = this.#objects.get(id);
    if (found !== undefined) return found;
    // Without a plan every id is unknown: then the description is to be mended first.
    if (plan !== undefined) this.#complaints.push(this.#unknownObject(id));
    return standIn();
  }

  /** The description as it applies here, unless it has errors. @internal */
  get described(): { readonly spec: ServiceSpec; readonly plan: ServicePlan } | undefined {
    const { plan } = this.#current();
    return plan === undefined
      ? undefined
      : { plan, spec: specIn(this.#described, this.environment) };
  }

  /**
   * Gives the objects this chart would have with another description, its patches of now applied, before content is stamped on them;
   * undefined when that description has errors or a patch does not fit. @internal
   */
  get saying(): (spec: ServiceSpec) => readonly ManifestEntry[] | undefined {
    // Whoever installs a chart chooses the namespace.
    const input = { ...inputOf([...this.#callers], this.environment), namespaceOpen: true };
    this.#current();
    const done = new Map([...this.#objects].map(([id, object]) => [id, object.done] as const));
    return (spec) => {
      const service = serviceSaying(this.#described, spec, this.environment);
      const { plan } = resolve(service, this.environment, input);
      if (plan === undefined || hasErrors(checkPlan(PLAN_RULES, plan))) return undefined;
      return patchedObjects(plan, (id) => done.get(renamedId(id, spec.name, this.service)));
    };
  }

  /** `Kind/name` of the objects that come from the plan, as patched. @internal */
  get plannedNames(): ReadonlySet<string> {
    this.#current();
    return new Set([...this.#objects.values()].map(({ kind, name }) => `${kind}/${name}`));
  }

  /** Those of them that an override or a patch changed. @internal */
  get changedNames(): ReadonlySet<string> {
    const { plan } = this.#current();
    const overridden = new Set(overriddenIds([...this.#objects.keys()], plan?.overrides ?? {}));
    const changed = [...this.#objects.values()].filter(
      ({ manifestId, patchTexts }) => overridden.has(manifestId) || patchTexts.length > 0,
    );
    return new Set(changed.map(({ kind, name }) => `${kind}/${name}`));
  }

  /** Renders the objects; those that belong to the cluster as a whole name no namespace. */
  override toJson(): unknown[] {
    this.#current();
    return super.toJson().map(withoutNeedlessNamespace);
  }

  #place(plan: ServicePlan): void {
    const planned = plannedObjects(plan);
    const findings = overrideFindings(planned, plan.overrides);
    this.#complaints.push(
      ...checkPlan(PLAN_RULES, plan),
      ...findings.map((finding) => diagnosticOf(finding, this.service, this.environment)),
    );
    for (const entry of applyOverrides(planned, plan.overrides)) {
      const object = new ManifestObject(this, entry, (name) => this.#filesOf(name));
      this.#objects.set(entry.id, object);
    }
  }

  /** Services call one another whichever chart was made first: each lets in those that call it. */
  #meetOthers(): void {
    const { callers, called } = meet(this);
    for (const other of called) other.#letIn(this);
    for (const other of callers) this.#letIn(other);
  }

  #letIn(caller: ServiceChart): void {
    // Whom a service calls does not depend on who calls it.
    const { plan } = caller.#resolved;
    const callers = (plan?.calls ?? [])
      .filter(
        ({ service, environment }) => service === this.service && environment === this.environment,
      )
      .map(({ process, from }) => ({
        service: caller.service,
        namespace: plan?.namespace.name ?? '',
        process,
        ...(from === undefined ? {} : { from }),
      }));
    if (callers.length === 0) return;
    this.#callers.push(...callers);
    this.#isBehind = true;
  }

  /** The decisions with everybody who was let in, and the objects that came with them. */
  #current(): Resolved {
    if (!this.#isBehind) return this.#resolved;
    this.#isBehind = false;
    const input = inputOf([...this.#callers], this.environment);
    this.#resolved = resolve(this.#described, this.environment, input);
    const { plan } = this.#resolved;
    for (const entry of plan === undefined ? [] : plannedObjects(plan)) {
      if (this.#objects.has(entry.id)) continue;
      this.#objects.set(entry.id, new ManifestObject(this, entry, (name) => this.#filesOf(name)));
    }
    return this.#resolved;
  }

  /** The texts of a ConfigMap of ours, as patched. */
  #filesOf(configMap: string): Readonly<Record<string, string>> | undefined {
    for (const object of this.#objects.values()) {
      if (object.kind !== 'ConfigMap' || object.name !== configMap) continue;
      const manifest = object.unsealed();
      return isManifest(manifest) ? dataOf(manifest) : undefined;
    }
    return undefined;
  }

  /**
   * Errors in the final objects, for cdk8s' own App, which asks once for every chart; slipway's App looks at them itself.
   */
  #messagesAboutObjects(): readonly string[] {
    if (this.node.tryGetContext(CHECKED_BY_APP) === true) return [];
    const objects = renderedBelow(this);
    this.#objectMessages ??=
      objects === undefined ? [] : errorMessages(checkObjects(this, objects));
    return this.#objectMessages;
  }

  #unknownObject(id: string): Diagnostic {
    const nearest = nearestName(id, this.objectIds);
    return {
      code: 'SW5005',
      name: 'unknown-object',
      severity: 'error',
      at: { service: this.service, environment: this.environment, construct: this.node.path },
      message: `\`object('${id}')\` asks for an object that does not exist here.`,
      because: 'What is done to it would be lost without a word.',
      fix: [
        ...(nearest === undefined ? [] : [`Did you mean \`${nearest}\`?`]),
        `The objects here: ${this.objectIds.join(', ')}.`,
      ].join(' '),
    };
  }
}

function onlyEnvironment(service: Service): string {
  const [only, ...others] = environmentsOf(service);
  return only === undefined || others.length > 0 ? DEFAULT_ENVIRONMENT : only;
}

function chartId(service: string, environment: string): string {
  return environment === DEFAULT_ENVIRONMENT ? service : `${service}-${environment}`;
}

/** An object outside every tree, for calls that went wrong: synthesis stops before anybody could miss it. */
function standIn(): ApiObject {
  return new ApiObject(new Chart(new App(), 'none'), 'none', { apiVersion: 'v1', kind: 'None' });
}
