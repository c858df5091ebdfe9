import { z } from 'zod';
import type { FileCopy as PortFileCopy, Store } from '#ports/store.ts';
import { unlessYounger } from './fence.ts';
import { fromItem, toItem } from './item.ts';
import { fileCopyKey } from './keys.ts';
import type { StoreParts } from './store-parts.ts';

type FileCopyStore = Pick<Store, 'fileCopy' | 'saveFileCopy'>;

const FileCopy: z.ZodType<PortFileCopy> = z.strictObject({ text: z.string(), readAt: z.string() });

/** The last copies of files that lie elsewhere. */
export function fileCopyStore({ table }: StoreParts): FileCopyStore {
  return {
    async fileCopy(address) {
      const item = await table.get(fileCopyKey(address));
      return item && fromItem(item, FileCopy);
    },

    async saveFileCopy(sweep, address, copy) {
      const item = toItem(fileCopyKey(address), copy, { startedAt: sweep.startedAt });
      await table.put(item, unlessYounger(sweep));
    },
  };
}
