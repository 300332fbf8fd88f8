const trap = (): never => {
  throw new Error('trap');
};

const revoked = (): unknown => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

/** What JavaScript callers hand in where an object of options is meant, each made anew: nothing of it may throw into the app. `names` are the options that are read. */
export const wrongShapes = (names: readonly string[] = []): readonly (readonly [kind: string, make: () => unknown])[] => [
  ['null', () => null],
  ['a number', () => 5],
  ['a text', () => 'text'],
  ['true', () => true],
  ['a symbol', () => Symbol('s')],
  ['a function', () => trap],
  ['a list', () => [null]],
  ['an object without a prototype', () => Object.create(null)],
  ['a revoked proxy', revoked],
  ['a proxy that throws', () => new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap })],
  ['getters that throw', () => Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { enumerable: true, get: trap }])))],
];
