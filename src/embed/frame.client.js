// Speaks to the WordPress page around a frame as the embedded posts of WordPress do (wp-includes/js/wp-embed-template.js).
// WordPress replaces the frame's sandbox by one in which no link opens anything, hides the frame until it tells its height,
// and follows its links when told. Without the secret that WordPress adds to its address, the frame says nothing.
(() => {
  if (parent === self) return;

  /** As it is now: WordPress may add the secret after the frame has loaded. */
  const secretNow = () => /^#\?secret=([\da-z]+)$/i.exec(location.hash)?.[1];

  /** @param {'height' | 'link'} message @param {number | string} value @returns {boolean} whether it was sent */
  function tell(message, value) {
    const secret = secretNow();
    // To any origin, since a frame does not know that of the page around it. Whoever has the address of a frame can read the
    // same in it.
    if (secret) parent.postMessage({ message, value, secret }, '*');
    return secret !== undefined;
  }

  const tellHeight = () => tell('height', Math.ceil(document.body.getBoundingClientRect().height));

  // Called for the first size, too; but browsers need not lay out what nobody sees, and WordPress hides the frame until it
  // knows the height. So the load tells it as well.
  new ResizeObserver(tellHeight).observe(document.body);
  addEventListener('load', tellHeight);
  addEventListener('hashchange', tellHeight);
  // Sent by a page that began to listen only after the frame had loaded, and so missed the height.
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.message === 'ready' && data.secret === secretNow()) tellHeight();
  });

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a');
    // People who hold a key want a new tab, which is the browser's business.
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (tell('link', link.href)) event.preventDefault();
  });
})();
