import { packageBuild } from '../../tsup.base';

export default packageBuild({ index: 'src/index.ts', platform: 'src/platform.ts', http: 'src/http.ts', wire: 'src/wire.ts' });
