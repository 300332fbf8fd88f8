import { expect, it } from 'vitest';
import { nextBreath } from './next-turn';

it('a busy process is interrupted for no longer than its next turn', async () => {
  const order: string[] = [];
  const breath = nextBreath().then(() => order.push('breath'));
  const turn = new Promise<void>((resolve) => void setImmediate(() => resolve(void order.push('next turn'))));
  expect(order).toEqual([]);
  await Promise.all([breath, turn]);
  expect(order).toEqual(['breath', 'next turn']);
});
