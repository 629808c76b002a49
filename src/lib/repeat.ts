export type Pace = {
  readonly everyMilliseconds: number
  /** The pause where there is more to do. */
  readonly soonMilliseconds: number
}

/**
 * Does something now, and again each time that so much time has passed, never twice at once; soon, where it says that it
 * has left something. What goes wrong is told to `complain`, and it is tried again next time.
 * @returns how to end it, which waits for what is under way
 */
export function repeat(
  { everyMilliseconds, soonMilliseconds }: Pace,
  work: () => Promise<{ readonly hasMore: boolean }>,
  complain: (error: unknown) => void,
): () => Promise<void> {
  let working: Promise<unknown> | undefined
  let soon: NodeJS.Timeout | undefined
  const goOn = ({ hasMore }: { readonly hasMore: boolean }) => {
    if (hasMore && !hasEnded) soon = setTimeout(begin, soonMilliseconds).unref()
  }
  const begin = () => {
    clearTimeout(soon)
    working ??= work()
      .then(goOn)
      .catch(complain)
      .finally(() => {
        working = undefined
      })
  }
  let hasEnded = false
  begin()
  const timer = setInterval(begin, everyMilliseconds).unref()
  return async () => {
    hasEnded = true
    clearInterval(timer)
    clearTimeout(soon)
    await working
  }
}
