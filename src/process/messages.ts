import type { Snapshot } from '../metrics/index.ts'

/** What a worker says to the primary. */
export type FromWorker =
  /** It listens, and does the work that waits. */
  | { readonly kind: 'ready' }
  /** An answer to `snapshot`; without a number, the last before it ends. */
  | { readonly kind: 'snapshot'; readonly number?: number; readonly snapshot: Snapshot }
  /** Somebody asked this worker for the metrics, which are those of all. */
  | { readonly kind: 'metrics'; readonly number: number }

/** What the primary says to a worker. */
export type ToWorker =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'snapshot'; readonly number: number }
  | { readonly kind: 'metrics'; readonly number: number; readonly text: string }
