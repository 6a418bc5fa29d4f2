/** The public API: what an author of a description and a tool on top of slipway may import. */

import './io/defer-libraries.ts';

export { defineService, environmentsOf, urlOf } from './service.ts';
export type { Service } from './service.ts';
export {
  configMapRef,
  fieldRef,
  secretRef,
  serviceAccountToken,
  textFile,
  undecided,
} from './model/spec/values.ts';
export type { ConfigValue, FileValue, SecretRef, ServiceUrl } from './model/spec/values.ts';
export type { EnvironmentSpec, ServiceSpec } from './model/spec/service-spec.ts';
export type { ProcessSpec, WebSpec, WorkerSpec } from './model/spec/process-spec.ts';
export type { CronSpec, MigrateSpec, TaskSpec } from './model/spec/run-to-end-spec.ts';

export { granian } from './servers/granian/granian.ts';
export { gunicorn } from './servers/gunicorn/gunicorn.ts';
export { http } from './servers/http/http.ts';
export { hypercorn } from './servers/hypercorn/hypercorn.ts';
export { uvicorn } from './servers/uvicorn/uvicorn.ts';
export { uwsgi } from './servers/uwsgi/uwsgi.ts';
export { bucket } from './needs/bucket/bucket.ts';
export { nginx } from './proxies/nginx/nginx.ts';
export { httpApi } from './needs/http/http-api.ts';
export { kafka } from './needs/kafka/kafka.ts';
export { other } from './needs/other/other.ts';
export { postgres } from './needs/postgres/postgres.ts';
export { rabbitmq } from './needs/rabbitmq/rabbitmq.ts';
export { redis } from './needs/redis/redis.ts';
export { search } from './needs/search/search.ts';
export { smtp } from './needs/smtp/smtp.ts';
export { csiDriver } from './stores/csi-driver/csi-driver.ts';
export { externalSecrets } from './stores/external-secrets/external-secrets.ts';
export { sealedSecrets } from './stores/sealed-secrets/sealed-secrets.ts';
export { sops } from './stores/sops/sops.ts';
export { argoRollouts } from './rollouts/argo-rollouts/argo-rollouts.ts';
export { cronWindow } from './triggers/cron-window/cron-window.ts';
export { kafkaLag } from './triggers/kafka-lag/kafka-lag.ts';
export { kedaTrigger } from './triggers/keda-trigger/keda-trigger.ts';
export { postgresQuery } from './triggers/postgres-query/postgres-query.ts';
export { prometheusQuery } from './triggers/prometheus-query/prometheus-query.ts';
export { rabbitmqQueue } from './triggers/rabbitmq-queue/rabbitmq-queue.ts';
export { redisList } from './triggers/redis-list/redis-list.ts';
export { redisStream } from './triggers/redis-stream/redis-stream.ts';
export { sqsQueue } from './triggers/sqs-queue/sqs-queue.ts';
export { blueGreen } from './rollouts/blue-green/blue-green.ts';
export { canary } from './rollouts/canary/canary.ts';
export { flagger } from './rollouts/flagger/flagger.ts';
export { recreate } from './rollouts/recreate/recreate.ts';
export { rolling } from './rollouts/rolling/rolling.ts';
export { stateful } from './rollouts/stateful/stateful.ts';
export { claim } from './volumes/claim/claim.ts';
export { ephemeral } from './volumes/ephemeral/ephemeral.ts';
export { existingClaim } from './volumes/existing-claim/existing-claim.ts';
export { perPod } from './volumes/per-pod/per-pod.ts';
export { projected } from './volumes/projected/projected.ts';
export { gateway } from './exposures/gateway/gateway.ts';
export { internal } from './exposures/internal/internal.ts';
export { loadBalancer } from './exposures/load-balancer/load-balancer.ts';
export { nginxIngress } from './exposures/nginx-ingress/nginx-ingress.ts';

export { argocd } from './emit/gitops/argocd.ts';
export { flux } from './emit/gitops/flux.ts';
export { kustomize } from './emit/gitops/kustomize.ts';

export { githubActions } from './emit/ci/github/github-actions.ts';
export { gitlabCi } from './emit/ci/gitlab/gitlab-ci.ts';
export { jenkins } from './emit/ci/jenkins/jenkins.ts';
export { pipelines } from './emit/ci/pipelines.ts';

export { App } from './constructs/app.ts';
export type { AppProps } from './constructs/app.ts';
export { ServiceChart } from './constructs/service-chart.ts';
export type { ServiceChartProps } from './constructs/service-chart.ts';

export { ManifestPolicy } from './validation-plugin/manifest-policy.ts';
export type {
  ManifestPolicyContext,
  ManifestPolicyProperties,
  ManifestPolicyViolation,
} from './validation-plugin/manifest-policy.ts';

export { resolve } from './resolve/resolve.ts';
export { explain } from './explain/explain.ts';
export type { Explained, Explanation } from './explain/explain.ts';
export { changeReleases } from './release/change-releases.ts';
export type { ChangedReleases, WantedStep } from './release/change-releases.ts';
export { describeRelease, historyLines } from './release/describe-release.ts';
export { firstRelease } from './release/first-release.ts';
export { readReleases } from './release/read-releases.ts';
export type { ServiceRelease } from './model/release.ts';
export { convertIngresses } from './convert/convert-ingress.ts';
export type { Conversion } from './convert/conversion.ts';
export { renderConversion } from './convert/render-conversion.ts';
export { isDestructive } from './diff/change.ts';
export type { ObjectChange, PlacedObject } from './diff/change.ts';
export { diffObjects } from './diff/diff.ts';
export { renderDiffMarkdown, renderDiffText } from './diff/render-diff.ts';
export { isManifest } from './kubernetes/is-manifest.ts';
export { nearestName } from './model/nearest-name.ts';
export { parseDnsLabel } from './units/dns-name.ts';
export { parseDuration } from './units/duration.ts';
export { parseImageReference } from './units/image-reference.ts';
export type { Bundle, BundledHelmChart, BundledService } from './model/bundle.ts';
export type { HelmParameter } from './model/helm-parameter.ts';
export type { Preview } from './model/preview.ts';
export type { ServicePlan } from './model/plan/service-plan.ts';
export { hasErrors } from './diagnostics/diagnostic.ts';
export type { Diagnostic, Severity } from './diagnostics/diagnostic.ts';
export { renderJson } from './diagnostics/render-json.ts';
export { renderSarif } from './diagnostics/render-sarif.ts';
export { renderText } from './diagnostics/render-text.ts';
