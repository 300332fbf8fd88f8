import { expect, it } from 'vitest';
import * as page from './index';
import * as server from './server';

it('has the names of the page', () => {
  expect(Object.keys(server).toSorted()).toEqual(Object.keys(page).toSorted());
});
