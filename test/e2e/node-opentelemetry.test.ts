import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeBinaries } from '@tocsin/runtimes';
import { beforeAll, describe, expect, it } from 'vitest';
import { useHarness } from './harness';

// The real OpenTelemetry in the same process, started before us or after us: what we send is no span of the app's.

const harness = useHarness();
beforeAll(() => symlinkSync(fileURLToPath(new URL('../../packages/node/node_modules/@opentelemetry', import.meta.url)), join(harness.folder.path, 'node_modules', '@opentelemetry')));

const OURS = "const { captureMessage, flush } = require('#monitoring');\n";
const THEIRS = `const { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
new HttpInstrumentation().setTracerProvider(provider);
`;
const APP = `const http = require('node:http');
const { context, trace } = require('@opentelemetry/api');
const server = http.createServer((request, response) => {
  const span = trace.getSpan(context.active());
  request.resume().on('end', () => {
    captureMessage('in between');
    response.end(String(span === trace.getSpan(context.active())));
  });
}).listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1' }, async (response) => {
    for await (const text of response.setEncoding('utf8')) process.stdout.write(text);
    await flush(10_000);
    const spans = exporter.getFinishedSpans().map(({ name, kind }) => name + ' ' + kind);
    process.stdout.write(' ' + spans.sort().join(', '));
    server.close();
    server.closeAllConnections();
  });
});
`;

describe.each(nodeBinaries())('beside OpenTelemetry on $name', ({ name, path }) => {
  it.each([['before', THEIRS + OURS], ['after', OURS + THEIRS]])('started %s us, only what the app does makes spans', async (when, start) => {
    const project = `${name}${when}`;
    harness.folder.write(`${project}.cjs`, start + APP);
    const { code, stdout, stderr } = await harness.folder.run(`${project}.cjs`, { node: path, monitored: true, env: { TOCSIN_DSN: harness.intake.dsn(project) } });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'true GET 1, GET 2', stderr: '' });
    expect(harness.intake.events(project).map(({ message }) => message)).toEqual(['in between']);
  });
});
