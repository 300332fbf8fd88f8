// For the head of a page that loads Tocsin later, from a file of its own: keeps what fails until then.
// See "Without a bundler" in README.md.
((page, kept = (page.tocsinEarly = [])) => {
  const types = ['error', 'unhandledrejection'];
  // Where the rest never comes, a broken page must not fill the memory.
  const keep = (event) => kept.length < 100 && kept.push(event);
  types.forEach((type) => addEventListener(type, keep));
  kept.stop = () => types.forEach((type) => removeEventListener(type, keep));
  page.tocsinLoad = (src, integrity, options) => {
    document.head.append(
      Object.assign(document.createElement('script'), {
        src,
        integrity,
        // None where a module or a listener calls.
        nonce: document.currentScript?.nonce,
        crossOrigin: 'anonymous',
        onload() {
          Tocsin.init(options);
          Tocsin.captureEarlyErrors();
        },
      }),
    );
  };
})(window);
