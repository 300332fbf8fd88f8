import { describeSpool, fakeSpool } from '@tocsin/kit';

for (const mode of ['sync', 'async'] as const) {
  describeSpool(`The fake spool (${mode})`, () => {
    const fake = fakeSpool();
    fake.mode = mode;
    return { ...fake, isSynchronous: mode === 'sync' };
  });
}
