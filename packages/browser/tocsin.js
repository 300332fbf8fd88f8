// What `dist/cdn/tocsin.min.js` is built of. It is no module of ours, because it does something on import.
import { sdk } from './src/cdn';

Reflect.set(globalThis, 'Tocsin', sdk);
