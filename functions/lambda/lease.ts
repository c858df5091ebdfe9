/** As long as one call of a function may last, and some for what lies between two calls. */
export const deployedLeaseMinutes = 20;
