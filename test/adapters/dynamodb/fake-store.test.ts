import { describe } from 'vitest';
import { fakeStore } from '../../support/fake-store.ts';
import { storeContract } from './store-contract.ts';

describe('the fake store', () => {
  storeContract(async (clock) => ({ store: fakeStore(clock), close: async () => {} }));
});
