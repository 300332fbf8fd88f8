import { packageBuild } from '../../tsup.base';

export default packageBuild({ index: 'src/index.ts', logs: 'src/logs.ts', serverless: 'src/serverless.ts' });
