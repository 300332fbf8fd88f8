// What `dist/cdn/tocsin.min.js` is built of. It is no module of ours, because it does something on import.
import './order'; // oxlint-disable-line import/no-unassigned-import -- only where a module stands in the file is said there.
import { sdk } from './src/cdn';

Reflect.set(globalThis, 'Tocsin', sdk);
