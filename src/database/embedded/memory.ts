import { totalmem } from 'node:os'

const MB = 1024 * 1024

/** Of PostgreSQL; each is given on its command line. */
export type MemorySettings = Readonly<
  Record<'shared_buffers' | 'effective_cache_size' | 'max_wal_size', string>
>

/** What Patmint and the system need is not counted. */
const OTHERS = 512 * MB
/** PostgreSQL starts with less, but any machine that Patmint runs on has this. */
const LEAST_BUFFERS = 64 * MB
/** With more, looks among ten million tokens were not measurably cheaper. */
const MOST_BUFFERS = 2048 * MB
/** After a crash so much log is read again at the most before it answers, which takes some seconds. */
const MOST_LOG = 1024 * MB
const LEAST_LOG = 256 * MB

const between = (least: number, wanted: number, most: number): number =>
  Math.min(Math.max(wanted, least), most)

const inMegabytes = (bytes: number): string => `${Math.floor(bytes / MB)}MB`

/**
 * A quarter of the memory, as the manual of PostgreSQL advises. Pages that are not among its own are fetched from the system at
 * each look. Only those that were used take memory: a small database has no use for more than it holds.
 * @param bytes of memory that there are for all
 */
export function chooseMemory(bytes: number): MemorySettings {
  const buffers = between(LEAST_BUFFERS, (bytes - OTHERS) / 4, MOST_BUFFERS)
  return {
    shared_buffers: inMegabytes(buffers),
    // Its own pages and those that the system keeps of its files: what it may reckon with that need not be read from the disk.
    effective_cache_size: inMegabytes(Math.max(2 * buffers, bytes / 2)),
    // The first change of a page after a checkpoint writes it whole; the more log there may be, the fewer checkpoints.
    max_wal_size: inMegabytes(between(LEAST_LOG, buffers, MOST_LOG)),
  }
}

/** What always starts. */
export const LEAST_MEMORY: MemorySettings = chooseMemory(0)

/** Of the machine, or of the container that this runs in where that has less. */
export function findMemory(total = totalmem(), constrained = process.constrainedMemory()): number {
  // Without a limit it is 0, or a number past all that is there.
  return constrained > 0 ? Math.min(total, constrained) : total
}
