import { z } from 'zod';
import { Fault } from './fault.ts';

export const account = /^\d{12}$/;

const Night = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of lower case letters, digits and hyphens'),
  asOf: z.iso.datetime('an instant in UTC, such as 2024-02-07T02:00:00Z'),
  title: z.string().trim().min(1, 'a title'),
  story: z.string().trim().default(''),
  /** Set for a night on which nothing changed, and which has no folder therefore. */
  unchanged: z.boolean().default(false),
  faults: z.array(Fault).default([]),
});

/** `recording.yaml`: what a recording is called, and its nights in the order of time. */
export const Manifest = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string().min(1, 'a name'),
  title: z.string().trim().min(1, 'a title'),
  about: z.string().trim().default(''),
  hub: z.string('the hub’s account id, in quotes').regex(account, 'an account id of twelve digits'),
  /** How many items of a list AWS answers with at once; as many as it is asked for where it is left out. */
  itemsAPage: z.int().positive().optional(),
  nights: z
    .array(Night)
    .min(1, 'at least one night')
    .refine((nights) => new Set(nights.map(({ id }) => id)).size === nights.length, 'nights with ids of their own')
    .refine(inOrder, 'nights in the order of time'),
});

export type Manifest = z.infer<typeof Manifest>;

function inOrder(nights: readonly { readonly asOf: string }[]): boolean {
  return nights.every(({ asOf }, index) => {
    const before = nights[index - 1];
    return before === undefined || Date.parse(before.asOf) < Date.parse(asOf);
  });
}
