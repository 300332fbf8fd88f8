import { describe, expect, it, vi } from 'vitest';
import { cloudResource } from './cloud-resource';
import { createContexts, runtimeIn } from './contexts';

describe('createContexts', () => {
  it('says what runs where', () => {
    const { runtime, app, os, device, culture, cloud_resource } = createContexts({});
    expect(runtime).toEqual({ name: 'node', version: process.version });
    expect(app).toMatchObject({ app_start_time: expect.stringMatching(/^\d{4}-.*Z$/), app_memory: expect.any(Number) });
    expect(os).toMatchObject({ name: expect.any(String), version: expect.any(String) });
    expect(device).toMatchObject({ arch: process.arch, memory_size: expect.any(Number), free_memory: expect.any(Number), processor_count: expect.any(Number), boot_time: expect.stringMatching(/Z$/), cpu_description: expect.any(String) });
    expect(culture).toEqual({ locale: expect.any(String), timezone: expect.any(String) });
    expect(cloud_resource).toBeUndefined();
  });

  it('asks for memory again after a second, and not before', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const rss = vi.spyOn(process.memoryUsage, 'rss').mockReturnValueOnce(1).mockReturnValueOnce(2);
    try {
      const contexts = createContexts({});
      const { app } = contexts;
      expect(app?.['app_memory']).toBe(1);
      vi.advanceTimersByTime(999);
      expect(contexts['app']).toBe(app);
      vi.advanceTimersByTime(1);
      expect([contexts['app']?.['app_memory'], app?.['app_memory']]).toEqual([2, 1]);
    } finally {
      rss.mockRestore();
      vi.useRealTimers();
    }
  });
});

describe('cloudResource', () => {
  it.each([
    ['nothing', {}, undefined],
    ['a mark that is empty', { VERCEL: '' }, undefined],
    ['a Lambda', { AWS_LAMBDA_FUNCTION_NAME: 'f', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', AWS_REGION: 'eu-central-1' }, { 'cloud.provider': 'aws', 'cloud.platform': 'aws_lambda', 'cloud.region': 'eu-central-1' }],
    ['Cloud Run', { K_SERVICE: 's', GOOGLE_CLOUD_PROJECT: 'p' }, { 'cloud.provider': 'gcp', 'cloud.platform': 'gcp_cloud_run', 'cloud.account.id': 'p' }],
    ['a function of Google, which is a Cloud Run service too', { K_SERVICE: 's', FUNCTION_TARGET: 'f' }, { 'cloud.provider': 'gcp', 'cloud.platform': 'gcp_cloud_functions' }],
    ['App Service', { WEBSITE_SITE_NAME: 's', REGION_NAME: 'West Europe', WEBSITE_INSTANCE_ID: 'i' }, { 'cloud.provider': 'azure', 'cloud.platform': 'azure_app_service', 'cloud.region': 'West Europe', 'host.id': 'i' }],
    ['Fly', { FLY_APP_NAME: 'a', FLY_REGION: 'fra', FLY_MACHINE_ID: 'm' }, { 'cloud.provider': 'fly_io', 'cloud.platform': 'fly_io', 'cloud.region': 'fra', 'host.id': 'm' }],
  ])('tells %s', (_name, env, expected) => {
    expect(cloudResource(env)).toEqual(expected);
  });
});

it.each([
  [{ node: '24.1.0' }, { name: 'node', version: 'v24.1.0' }],
  [{ node: '26.3.0', bun: '1.4.5' }, { name: 'bun', version: '1.4.5' }],
  [{ node: '26.3.0', deno: '2.9.6' }, { name: 'deno', version: '2.9.6' }],
])('who has the versions %j is %j', (versions, expected) => {
  expect(runtimeIn(versions)).toEqual(expected);
});
