/**
 * Lays what is otherwise over what was: maps are laid into each other, all else takes the other's place.
 *
 * `null` takes away what was there. Where nothing was, it stays: AWS answers it too.
 */
export function laidOver(before: unknown, partial: unknown): unknown {
  if (!isMap(before) || !isMap(partial)) return partial;
  const after = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(partial)) {
    if (value === null && after.has(key)) after.delete(key);
    else after.set(key, laidOver(after.get(key), value));
  }
  return Object.fromEntries(after);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
