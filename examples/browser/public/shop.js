/* global Tocsin, settings */
Tocsin.init(settings);
// What has failed before.
Tocsin.captureEarlyErrors();
Tocsin.setUser({ id: 'visitor-7' });

const on = (id, listener) => document.getElementById(id).addEventListener('click', listener);

on('buy', () => {
  const basket = undefined;
  basket.lamps.push('lamp-01');
});

on('stock', async () => {
  const answer = await fetch('/stock');
  if (!answer.ok) throw new Error(`The stock is not known (${answer.status})`);
});

on('order', () => {
  try {
    throw new Error('The order cannot be taken');
  } catch (error) {
    const id = Tocsin.captureException(error, { tags: { shelf: 'lamps' } });
    document.getElementById('hash').textContent = `error ${Tocsin.errorHash(id) ?? 'noted'}`;
  }
});

on('tell', () => Tocsin.showReportDialog());
