/**
 * What only our workspace needs of a package.json, and npm users do not get: the export condition
 * that leads to the sources (which are not in the tarball), and all that is there for development.
 */
const ours = ['@tocsin/source', 'devDependencies', 'scripts'];

const without = (object) => Object.fromEntries(Object.entries(object).filter(([key]) => !ours.includes(key)));

const forUsers = (manifest) => ({
  ...without(manifest),
  exports: Object.fromEntries(Object.entries(manifest.exports).map(([door, conditions]) => [door, without(conditions)])),
});

module.exports = { hooks: { beforePacking: forUsers } };
