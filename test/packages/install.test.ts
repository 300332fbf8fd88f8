import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinaries } from '@tocsin/runtimes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install, type Project } from './project';
import { published, root } from './published';

/** Imports and requires each door, and expects the same names from both, more than none. */
const loadAll = (doors: readonly string[]): string => `
  import { createRequire } from 'node:module';
  const require = createRequire(import.meta.url);
  for (const door of ${JSON.stringify(doors)}) {
    const names = (module) => Object.keys(module).filter((name) => name !== 'default' && name !== 'module.exports' && name !== '__esModule').sort().join();
    const imported = names(await import(door));
    const required = names(require(door));
    if (imported === '' || imported !== required) throw new Error(door + ': import gives ' + imported + ', require gives ' + required);
  }
  console.log('loaded');
`;

/** Uses what a door exports, values and types alike. */
const consumer = (doors: readonly string[]): string =>
  doors.map((door, index) => `import * as door${index} from '${door}';\nexport type Names${index} = keyof typeof door${index};\nexport const names${index}: readonly string[] = Object.keys(door${index});`).join('\n');

/** The three ways in which TypeScript looks for types today. */
const resolutions = [
  { name: 'nodenext, ESM', file: 'consumer.mts', module: 'nodenext', moduleResolution: 'nodenext' },
  { name: 'nodenext, CommonJS', file: 'consumer.cts', module: 'nodenext', moduleResolution: 'nodenext' },
  { name: 'bundler', file: 'consumer.ts', module: 'esnext', moduleResolution: 'bundler' },
] as const;

describe.each(published)('$name', (one) => {
  let project: Project;
  beforeAll(async () => {
    project = await install(one);
  });
  afterAll(() => project.remove());

  const nodes = nodeBinaries().filter(({ name }) => Number(name.replace('node', '')) >= one.oldestNode);

  it.each(nodes)('is imported and required on $name', async ({ path }) => {
    project.write('load.mjs', loadAll(one.doors));
    expect(await project.run(path, ['--no-warnings', 'load.mjs'])).toEqual({ code: 0, output: 'loaded\n' });
  });

  it.each(nodes)('is required on $name where nothing may be that can only be imported, as in Jest, which takes what is for pages where there is a document', async ({ path }) => {
    project.write('required.cjs', `for (const door of ${JSON.stringify(one.doors)}) require(door);\nconsole.log('loaded');`);
    expect(await project.run(path, ['--no-warnings', '--no-experimental-require-module', '-C', 'browser', 'required.cjs'])).toEqual({ code: 0, output: 'loaded\n' });
  });

  it('leads from CommonJS to CommonJS', () => {
    const dist = join(project.folder, 'node_modules', one.name, 'dist');
    const files = readdirSync(dist, { encoding: 'utf8' }).filter((file) => file.endsWith('.cjs'));
    const wanted = files.flatMap((file) => [...readFileSync(join(dist, file), 'utf8').matchAll(/(?:require|import)\("(\.[^"]+)"\)/g)].map(([, path = '']) => path));
    expect(wanted.filter((path) => !path.endsWith('.cjs'))).toEqual([]);
  });

  it.each(resolutions)('has types under $name', async ({ file, module, moduleResolution }) => {
    project.write(file, consumer(one.doors));
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      lib: ['es2022'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      // Core is for every platform; the others are written for Node.
      ...(one.name === '@tocsin/core' ? { types: [] } : { types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] }),
    };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: [file] }));
    expect(await project.run(join(root, 'node_modules', '.bin', 'tsc'), ['-p', '.'])).toEqual({ code: 0, output: '' });
  });

  it('brings no test and nothing of the repository', () => {
    const files = readdirSync(join(project.folder, 'node_modules', one.name), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /^src|\.test\.|tsconfig|tsup\.config|\.sqlite/.test(file))).toEqual([]);
    expect(readFileSync(join(project.folder, 'node_modules', one.name, 'package.json'), 'utf8')).not.toMatch(/workspace:|@tocsin\/source|devDependencies/);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'dist']));
  });
});

/** Bar for what `npm install @tocsin/node` leaves on a disk, see the figures of the peers: the least of them takes 1.8 MB. */
const NODE_INSTALL = { packages: 2, bytes: 600_000 };

describe('@tocsin/node on a disk', () => {
  it('is small', async () => {
    const node = published.filter(({ name }) => name === '@tocsin/node');
    const projects = await Promise.all(node.map(install));
    const files = projects.flatMap(({ folder }) => readdirSync(join(folder, 'node_modules'), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, 'node_modules', file)));
    const bytes = files.filter((file) => statSync(file).isFile() && !file.endsWith('.package-lock.json')).reduce((sum, file) => sum + statSync(file).size, 0);
    const packages = files.filter((file) => /node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(file)).length;
    console.log(`@tocsin/node: ${packages} packages, ${bytes} bytes`);
    projects.forEach((project) => project.remove());
    expect(packages).toBe(NODE_INSTALL.packages);
    expect(bytes).toBeLessThanOrEqual(NODE_INSTALL.bytes);
  });
});
