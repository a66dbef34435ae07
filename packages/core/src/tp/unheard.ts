/** A log or recorder that fails, now or later, must not change what became of the money, nor end the program. */
export function unheard(tell: () => unknown): void {
  try {
    // Typed to answer nothing; a function that answers a promise fits that type, too.
    const told = tell()
    if (typeof told === 'object' && told !== null) Promise.resolve(told).catch(() => undefined)
  } catch {
    // Whoever keeps the log sees the gap; there is nobody else to tell.
  }
}
