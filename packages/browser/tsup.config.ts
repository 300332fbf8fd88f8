import { packageBuild } from '../../tsup.base';

const doors = { index: 'src/index.ts', react: 'src/react.ts' };

// On a server it has the names and types of the first door.
export default packageBuild({ ...doors, index: 'all.js', server: 'src/server.ts' }, { dts: { entry: doors } });
