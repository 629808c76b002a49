import type { DatabaseWatcher } from './watch.ts'

/** disk_full and io_error (PostgreSQL, appendix A). */
const REFUSED = new Set(['53100', '58030'])

/** Writes that find no room are not tried for the sake of asking: what the last seconds' own writes met is told. */
const TOLD_FOR_MILLISECONDS = 5_000

export function watchRefusedWrites() {
  let refusedAt = Number.NEGATIVE_INFINITY
  const watcher: DatabaseWatcher = {
    asking: () => (error) => {
      if (REFUSED.has(String((error as { code?: unknown } | undefined)?.code))) refusedAt = performance.now()
    },
  }
  return { watcher, areRefused: (): boolean => performance.now() - refusedAt < TOLD_FOR_MILLISECONDS }
}
