/**
 * Does something now, and again each time that so much time has passed, never twice at once. What goes wrong is told to
 * `complain`, and it is tried again next time.
 * @returns how to end it, which waits for what is under way
 */
export function repeat(
  milliseconds: number,
  work: () => Promise<unknown>,
  complain: (error: unknown) => void,
): () => Promise<void> {
  let working: Promise<unknown> | undefined
  const begin = () => {
    working ??= work()
      .catch(complain)
      .finally(() => {
        working = undefined
      })
  }
  begin()
  const timer = setInterval(begin, milliseconds).unref()
  return async () => {
    clearInterval(timer)
    await working
  }
}
