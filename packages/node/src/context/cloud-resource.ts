import type { Context } from '@tocsin/core';

/** A place that can be told by a variable that only it sets, and which variables say where in it. */
interface Place {
  readonly mark: string;
  readonly provider: string;
  readonly platform: string;
  readonly region?: string;
  readonly account?: string;
  readonly host?: string;
}

/**
 * Told by the environment alone: a question to the metadata service of a cloud would be a request that
 * nobody asked for, and may hang. The marks are those that the documentation of each place names; the
 * narrower come first, because Lambda's region is set in containers too.
 */
const places: readonly Place[] = [
  { mark: 'AWS_LAMBDA_FUNCTION_NAME', provider: 'aws', platform: 'aws_lambda', region: 'AWS_REGION' },
  { mark: 'ECS_CONTAINER_METADATA_URI_V4', provider: 'aws', platform: 'aws_ecs', region: 'AWS_REGION' },
  { mark: 'AWS_EXECUTION_ENV', provider: 'aws', platform: 'aws', region: 'AWS_REGION' },
  { mark: 'FUNCTION_TARGET', provider: 'gcp', platform: 'gcp_cloud_functions', account: 'GOOGLE_CLOUD_PROJECT' },
  { mark: 'K_SERVICE', provider: 'gcp', platform: 'gcp_cloud_run', account: 'GOOGLE_CLOUD_PROJECT' },
  { mark: 'GAE_SERVICE', provider: 'gcp', platform: 'gcp_app_engine', account: 'GOOGLE_CLOUD_PROJECT' },
  { mark: 'FUNCTIONS_WORKER_RUNTIME', provider: 'azure', platform: 'azure_functions', region: 'REGION_NAME', host: 'WEBSITE_INSTANCE_ID' },
  { mark: 'WEBSITE_SITE_NAME', provider: 'azure', platform: 'azure_app_service', region: 'REGION_NAME', host: 'WEBSITE_INSTANCE_ID' },
  { mark: 'CONTAINER_APP_NAME', provider: 'azure', platform: 'azure_container_apps' },
  { mark: 'VERCEL', provider: 'vercel', platform: 'vercel', region: 'VERCEL_REGION' },
  { mark: 'FLY_APP_NAME', provider: 'fly_io', platform: 'fly_io', region: 'FLY_REGION', host: 'FLY_MACHINE_ID' },
  { mark: 'DYNO', provider: 'heroku', platform: 'heroku', host: 'DYNO' },
  { mark: 'RENDER', provider: 'render', platform: 'render', host: 'RENDER_INSTANCE_ID' },
  { mark: 'RAILWAY_SERVICE_ID', provider: 'railway', platform: 'railway', region: 'RAILWAY_REPLICA_REGION', host: 'RAILWAY_REPLICA_ID' },
];

/** In which cloud the process runs, as the context `cloud_resource`; `undefined` where nothing tells. */
export const cloudResource = (env: NodeJS.ProcessEnv): Context | undefined => {
  const place = places.find(({ mark }) => env[mark]);
  if (!place) return undefined;
  const read = (name: string | undefined): string | undefined => (name === undefined ? undefined : env[name] || undefined);
  return {
    'cloud.provider': place.provider,
    'cloud.platform': place.platform,
    'cloud.region': read(place.region),
    'cloud.account.id': read(place.account),
    'host.id': read(place.host),
  };
};
