import { packageBuild } from '../../tsup.base';

const doors = { index: 'src/index.ts', platform: 'src/platform.ts', http: 'src/http.ts', wire: 'src/wire.ts' };

// One file for bundlers, whose order of modules is of our choosing; `scripts/press-dist.mjs` puts the doors before it.
export default packageBuild({ all: 'all.js' }, { dts: { entry: doors } });
