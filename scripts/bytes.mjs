// The byte ledger: where the bytes of a bundle go, module by module. `npm run bytes [-- <bundle>]`
import { bytesOf } from './bytes/bundle.mjs';
import { bundles } from './bytes/bundles.mjs';

const [wanted = 'core'] = process.argv.slice(2);
const contents = bundles[wanted];
if (contents === undefined) {
  console.error(`There is no bundle ${wanted}. There are: ${Object.keys(bundles).join(', ')}.`);
  process.exitCode = 2;
} else {
  const { minified, gzip, shares } = await bytesOf(contents);
  console.log(`${wanted}: ${minified} bytes minified, ${gzip} gzipped`);
  console.log('without it (gzip)  minified  module');
  for (const { file, minified: before, alone } of shares) console.log(`${String(alone).padStart(17)}  ${String(before).padStart(8)}  ${file}`);
}
