import type { Database } from '../database/index.ts'

/**
 * Which state policies, catalogue and clients are in, as one text: the same text, the same state. Every statement that changes
 * them adds a row (a trigger sees to it), and a row is there from the same moment on as the change itself. The number of
 * rows alone tells each change but the tidying up, which adds a row of its own.
 */
export const REVISION = `(select concat_ws(' ', count(*), max(id), sum(id)) from configuration_change)`

/** More than this many rows are made one. */
const MOST_KEPT = 100

/** Keeps the counting of rows cheap. Whoever compares revisions takes it for a change, and reads once more. */
export const tidyChanges = async ({ manager }: Pick<Database, 'manager'>): Promise<void> =>
  void (await manager.query(
    `with gone as (
       delete from configuration_change where (select count(*) from configuration_change) > $1 returning id)
     insert into configuration_change (at) select now() from gone limit 1`,
    [MOST_KEPT],
  ))
