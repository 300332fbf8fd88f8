// What `dist/index.js` is built of: all that the first door has.
import './order'; // oxlint-disable-line import/no-unassigned-import -- only where a module stands in the file is said there.
export * from './src/index';
