/** Uses what it imports, so that the bundler keeps it. */
const using = (/** @type {Record<string, readonly string[]>} */ imports) => {
  const lines = Object.entries(imports).map(([door, names]) => `import { ${names.join(', ')} } from '${door}';`);
  return `${lines.join('\n')}\nglobalThis.kept = [${Object.values(imports).flat().join(', ')}];`;
};

const index = './packages/core/src/index.ts';
const platform = './packages/core/src/platform.ts';

/** A page with an optional kind of telemetry beside errors. */
const beside = (/** @type {readonly string[]} */ ...names) => using({ [platform]: ['createClient'], [index]: ['captureException', ...names] });

/** What a page may hold, by name: the text of its entry file. @type {Readonly<Record<string, string>>} */
export const bundles = {
  core: using({ [platform]: ['createClient'], [index]: ['captureException'] }),
  logs: beside('logger'),
  hash: using({ [index]: ['eventIdFromHash', 'hashFromEventId'] }),
};
