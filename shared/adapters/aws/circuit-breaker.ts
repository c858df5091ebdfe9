import { CallNotMadeError, getsNowhere } from './obstacle.ts';

/** Makes a call of an action, unless those before it got nowhere. */
export type CircuitBreaker = <T>(action: string, send: () => Promise<T>) => Promise<T>;

/** Each has been tried for most of a minute: three in a row are no bad luck. */
const mostInARow = 3;

/**
 * Makes no more calls of an action once three in a row were throttled to the end, or not answered at all.
 *
 * Each such call takes most of a minute, and one of the few places that there are. Without an end to that a region of
 * sixteen clusters takes longer than an invocation may. An answer, whatever it says, of one that was on its way closes
 * the circuit again.
 */
export function makeCircuitBreaker(): CircuitBreaker {
  const inARow = new Map<string, number>();
  const lastOf = new Map<string, unknown>();
  return async (action, send) => {
    if ((inARow.get(action) ?? 0) >= mostInARow) throw new CallNotMadeError({ cause: lastOf.get(action) });
    try {
      const answer = await send();
      inARow.delete(action);
      return answer;
    } catch (error) {
      inARow.set(action, getsNowhere(error) ? (inARow.get(action) ?? 0) + 1 : 0);
      lastOf.set(action, error);
      throw error;
    }
  };
}
