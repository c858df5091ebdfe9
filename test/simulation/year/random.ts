/** Numbers that follow from a seed: the same year again. */
export interface Random {
  /** A whole number from 0, below this one. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(of: readonly T[]): T;
}

/** The generator Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const random: Random = {
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    pick(of) {
      const one = of[random.below(of.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
  };
  return random;
}
